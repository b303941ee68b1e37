#pragma once

#include <span>

#include "emo3d/render/projection.h"

namespace emo3d::render {

/// Refuses triangles that lie over each other so often that drawing them takes minutes, as a small file can ask for:
/// their bounding boxes, cut off at the picture's edges, may hold 1024 times its pixels, and 16 pixels per triangle on
/// top, because each touches a few however small the picture is. \throws Error kInvalidData; kInvalidArgument where the
/// index of a vertex is out of range.
void check_overdraw(std::span<const rig::Triangle> triangles, std::span<const ScreenVertex> vertices, int width,
                    int height);

}  // namespace emo3d::render
