#pragma once

#include "emo3d/rig/face_shape.h"
#include "emo3d/rig/head_part.h"

/// The pieces of the authored head after a person's shape.
namespace emo3d::rig {

[[nodiscard]] Cage reshaped(Cage cage, const ShapeWarp& warp);
/// Its positions and normals; what depends on the topology stays.
[[nodiscard]] Skin reshaped(Skin skin, const ShapeWarp& warp);
[[nodiscard]] HeadPart reshaped(HeadPart part, const ShapeWarp& warp);

}  // namespace emo3d::rig
