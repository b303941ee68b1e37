#pragma once

#include <cstdint>
#include <vector>

#include "emo3d/rig/head.h"

namespace emo3d::head {

/// The occlusion to store with the head, one value per vertex, 255 = open. The face is taken at rest; the inside of the
/// mouth with the mouth open, as it is only seen then. Takes seconds on all processors.
[[nodiscard]] std::vector<std::uint8_t> bake_occlusion(const rig::Head& head);

}  // namespace emo3d::head
