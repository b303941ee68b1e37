#pragma once

#include <span>
#include <vector>

#include "emo3d/face/expression.h"
#include "emo3d/rig/head_part.h"

namespace emo3d::rig {

/// Where the vertices of a part are in an expression: carried by the skin, moved by the part's own shapes, turned with
/// the gaze. `skin_displacement` has a vector for each vertex of the skin.
[[nodiscard]] std::vector<Vec3> moved(const HeadPart& part, const Cage& cage, std::span<const Vec3> skin_displacement,
                                      const face::Expression& expression);

}  // namespace emo3d::rig
