#pragma once

#include <array>
#include <span>
#include <vector>

#include "emo3d/rig/contact_band.h"
#include "emo3d/rig/skin.h"

namespace emo3d::rig {

/// Eyelids that meet instead of crossing and slide over the eyeballs instead of through them.
class LidContact {
 public:
  LidContact(const Cage& cage, const Skin& skin);

  /// `positions`: the skin in a pose, before contact; its lids are moved.
  void resolve(std::span<Vec3> positions) const;

 private:
  struct Eye {
    Vec3 centre;
    std::vector<std::uint32_t> upper, lower;  ///< Margins from canthus to canthus; those of one number meet.
    ContactBand upper_band, lower_band;
    std::vector<std::uint32_t> near;  ///< Skin that may touch the eyeball.
  };

  void seal(const Eye& eye, std::span<Vec3> positions) const;
  void lift_off(const Eye& eye, std::span<Vec3> positions) const;

  float eye_radius_;
  std::array<Eye, 2> eyes_;
};

}  // namespace emo3d::rig
