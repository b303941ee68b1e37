#pragma once

#include <cstdint>
#include <vector>

#include "emo3d/rig/head.h"

namespace emo3d::head {

/// The occlusion to store with the cage: one value per vertex of its head without hair, 255 = open. The face is taken
/// at rest; the inside of the mouth with the mouth open, as it is only seen then. Takes seconds on all processors.
/// \throws Error kInvalidData where the cage is unsound.
[[nodiscard]] std::vector<std::uint8_t> bake_occlusion(rig::Cage cage);

}  // namespace emo3d::head
