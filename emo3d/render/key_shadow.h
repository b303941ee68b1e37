#pragma once

#include <vector>

#include "emo3d/render/projection.h"

namespace emo3d::render {

/// Share of a distant lamp's light that reaches each vertex of `mesh` past the others, 0 none to 1 all, with soft edges
/// of about 1/50 of the mesh. `direction` points to the lamp, in the view space of `frame`. Surfaces that face away
/// count as reached: their normals already tell.
[[nodiscard]] std::vector<float> key_visibility(const rig::Mesh& mesh, const ViewFrame& frame,
                                                const rig::Vec3& direction, unsigned threads);

}  // namespace emo3d::render
