#pragma once

#include <cstdint>
#include <vector>

#include "emo3d/rig/cage.h"
#include "emo3d/rig/skin.h"

namespace emo3d::rig {

/// A fold of the skin that a channel brings about, finer than the mesh: it is drawn as a loss of occlusion.
struct Crease {
  face::Channel channel{};
  std::vector<std::uint32_t> vertices;  ///< Of the skin, ascending.
  std::vector<float> loss;              ///< At weight 1, above 0.
};

/// Nasolabial folds, frown lines, lines under the eyes, the fold above the chin. Several may belong to one channel.
[[nodiscard]] std::vector<Crease> build_creases(const Cage& cage, const Skin& skin);

}  // namespace emo3d::rig
