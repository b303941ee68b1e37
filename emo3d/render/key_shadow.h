#pragma once

#include <optional>
#include <vector>

#include "emo3d/render/projection.h"

namespace emo3d::render {

/// A distant lamp.
struct KeyLamp {
  rig::Vec3 direction;  ///< Towards it, in view space.
  /// Where shadows matter: they are drawn finely on and around this head, and not far from it. Absent: everywhere.
  std::optional<rig::HeadPlace> head{};
};

/// Share of a distant lamp's light that reaches each vertex of `mesh` past the others, 0 none to 1 all, with soft edges
/// of about 1/50 of the mesh, or of the head and its surroundings. `frame` is the view space of the lamp's direction.
/// Surfaces that face away count as reached: their normals already tell.
[[nodiscard]] std::vector<float> key_visibility(const rig::Mesh& mesh, const ViewFrame& frame, const KeyLamp& lamp,
                                                unsigned threads);

}  // namespace emo3d::render
