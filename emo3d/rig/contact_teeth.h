#pragma once

#include <span>
#include <vector>

#include "emo3d/face/expression.h"
#include "emo3d/rig/skin.h"
#include "emo3d/rig/teeth.h"

namespace emo3d::rig {

/// Lips and cheeks that lie on the teeth instead of behind them.
class TeethContact {
 public:
  TeethContact(const Cage& cage, const Skin& skin);

  /// `positions`: the skin in the pose of `expression`; what is behind the front of a row of teeth is moved out.
  void resolve(std::span<Vec3> positions, const face::Expression& expression) const;

 private:
  /// A vertex of the skin and how far in front of the teeth it stays: upper row, lower row.
  struct Guarded {
    std::uint32_t vertex;
    float upper_cm, lower_cm;
  };

  /// The way out of the teeth for each guarded vertex.
  [[nodiscard]] std::vector<Vec3> ways_out(std::span<const Vec3> positions, const face::Expression& expression) const;
  /// `ways` with what lies around drawn along.
  [[nodiscard]] std::vector<Vec3> spread(std::vector<Vec3> ways) const;

  Jaw jaw_;
  float jaw_sin_, jaw_cos_;
  std::vector<Guarded> guarded_;
  SparseRows around_;  ///< For each guarded vertex the mean of its neighbours among them.
};

}  // namespace emo3d::rig
