#pragma once

#include <span>
#include <vector>

#include "emo3d/rig/contact_band.h"
#include "emo3d/rig/lip_grid.h"

namespace emo3d::rig {

/// The tongue in a pose.
struct Tongue {
  std::span<const Vec3> positions;
  std::span<const Triangle> triangles;
};

/// Lips that press against each other instead of passing through.
class LipContact {
 public:
  /// \throws Error as lip_grids().
  LipContact(const Cage& cage, const Skin& skin);

  /// Where the tongue's vertices are once it is raised over a lower lip that stands in its way; `positions`: the skin.
  [[nodiscard]] std::vector<Vec3> raised(const Tongue& tongue, std::span<const Vec3> positions) const;

  /// `positions`: the skin in a pose; its lips are moved apart where one is inside the other or in the tongue.
  void resolve(std::span<Vec3> positions, const Tongue& tongue) const;

 private:
  struct Lip {
    LipGrid grid;
    std::vector<Triangle> triangles;
    ContactBand band;
  };

  struct TongueSides;

  void add_followers(const Skin& skin, Lip& lip, std::span<const std::uint32_t> candidates) const;
  /// One step towards lips that do not cross; false where they do not.
  bool part(std::span<Vec3> positions, const TongueSides& tongue) const;

  Lip upper_, lower_;
};

}  // namespace emo3d::rig
