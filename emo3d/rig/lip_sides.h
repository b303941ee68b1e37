#pragma once

#include <vector>

#include "emo3d/rig/cage.h"

namespace emo3d::rig {

/// Which lip each vertex of the cage belongs to: 1 the upper, -1 the lower, 0 neither or a corner of the mouth. The
/// first two rings of the mouth bag count as the insides of the lips.
[[nodiscard]] std::vector<float> lip_sides(const Cage& cage);

}  // namespace emo3d::rig
