#pragma once

#include <span>
#include <vector>

#include "emo3d/face/expression.h"
#include "emo3d/rig/contact_lids.h"
#include "emo3d/rig/contact_lips.h"
#include "emo3d/rig/contact_teeth.h"

namespace emo3d::rig {

/// What keeps the skin from passing through itself, the eyeballs and the teeth when channels act against each other.
/// A small change of the skin makes a small change of what it does.
class Contacts {
 public:
  /// \throws Error kInvalidData where the cage's lips are not made of rings.
  Contacts(const Cage& cage, const Skin& skin);

  /// As LipContact::raised().
  [[nodiscard]] std::vector<Vec3> raised(const Tongue& tongue, std::span<const Vec3> positions) const {
    return lips_.raised(tongue, positions);
  }

  /// `positions`: the skin as the shapes of `expression` move it, in the order of `skin`; moved out of what it is in.
  void resolve(std::span<Vec3> positions, const face::Expression& expression, const Tongue& tongue) const;

 private:
  LidContact lids_;
  TeethContact teeth_;
  LipContact lips_;
};

}  // namespace emo3d::rig
