#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "emo3d/render/camera.h"
#include "emo3d/render/lanes.h"
#include "emo3d/rig/mesh.h"

namespace emo3d::render {

/// Screen coordinates are integers of 1/256 pixel; y grows downwards.
inline constexpr int kSubpixelBits = 8;
inline constexpr std::int32_t kSubpixels = 1 << kSubpixelBits;
/// Vertices further than this from the picture's corner cannot be drawn: edge functions then fit into 64 bits.
inline constexpr float kMaxScreen = 268435456.0f;  // 2^28, a million pixels

/// How view space lands on a picture of `width` x `height` pixels.
struct Viewport {
  ViewFrame frame;
  int width = 0;
  int height = 0;
  float scale = 0;     ///< Pixels per unit of x/depth.
  float centre_x = 0;  ///< Of the picture, in pixels.
  float centre_y = 0;
};

[[nodiscard]] Viewport viewport(const Camera& camera, int width, int height);

/// Where a vertex lies on the screen.
struct ScreenVertex {
  std::int32_t x = 0;
  std::int32_t y = 0;
  float inverse_depth = 0;  ///< 1/cm; 0 for a vertex that cannot be drawn.
};

/// What is interpolated over a triangle, perspective correct.
struct VertexAttributes {
  Float4 normal_occlusion;  ///< Normal in view space, then occlusion in [0,1].
  Float4 colour;            ///< Linear RGB, then the share of the key light that arrives.
};

/// As VertexAttributes, for skin with detail.
struct VertexDetail {
  Float4 rest_pores;            ///< rig::SkinDetail::rest, then pores.
  Float4 marks;                 ///< Freckles, spots; the other lanes are unused.
  std::array<Float4, 2> folds;  ///< Slope in view space, then phase.
};

/// A mesh's vertices seen through a viewport, in the mesh's order.
struct ProjectedVertices {
  std::vector<ScreenVertex> screen;
  std::vector<VertexAttributes> attributes;
  std::vector<VertexDetail> detail;  ///< Of the first vertices, as in the mesh.
};

/// `key_light` is the share of the key light that arrives at each vertex.
/// \pre the mesh's arrays and `key_light` have one length; `detail` has at most that.
[[nodiscard]] ProjectedVertices project_vertices(const rig::Mesh& mesh, std::span<const float> key_light,
                                                 const Viewport& viewport, unsigned threads);

}  // namespace emo3d::render
