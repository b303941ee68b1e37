#pragma once

#include <span>
#include <vector>

#include "emo3d/image/image.h"
#include "emo3d/render/projection.h"
#include "emo3d/render/shading.h"
#include "emo3d/render/tile.h"

namespace emo3d::render {

/// Everything the shading pass reads; shared by all tiles.
struct Scene {
  const Viewport& viewport;
  const TriangleBins& bins;
  std::span<const VertexAttributes> attributes;
  std::span<const VertexDetail> detail;  ///< Of the first vertices.
  std::span<const rig::Material> materials;
  const Shader& shader;
  std::vector<rig::Vec3> background;  ///< Linear RGB, one per row of the picture.
};

/// Shades what the samples of `tile` see, once per triangle and pixel, and writes the tile's part of `picture`; where
/// that has alpha, the background is left out.
void resolve(const Tile& tile, const Scene& scene, image::Image& picture);

/// Writes the background into the tile that starts at (x, y). A picture with alpha stays as it is.
void fill_background(int x, int y, const Scene& scene, image::Image& picture);

}  // namespace emo3d::render
