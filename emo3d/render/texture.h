#pragma once

#include <array>

#include "emo3d/render/lanes.h"
#include "emo3d/render/triangles.h"
#include "emo3d/rig/surface.h"

namespace emo3d::render {

/// Colour (linear RGB) and alpha of a surface's picture at (u, v), bilinear between texels and linear between the two
/// levels whose texels are nearest to a pixel; white where it has none. \pre u and v within +-1e5
[[nodiscard]] Float4 sample(const rig::Surface& surface, float u, float v, float texels_per_pixel);

/// The side of a pixel in texels of the picture's first level, over a whole triangle; 0 where there is no picture.
[[nodiscard]] float texels_per_pixel(const rig::Surfaces& surfaces, const ScreenTriangle& triangle);

/// Colour (linear RGB, then 1) of a triangle's surface where its corners have these perspective-correct weights, whose
/// sum is 1.
[[nodiscard]] Float4 surface_colour(const rig::Surfaces& surfaces, const ScreenTriangle& triangle,
                                    const std::array<float, 3>& weights);

/// Which of a pixel's four samples a surface with alpha covers: those above the cutoff of a mask; of a blended surface
/// as many as alpha says.
class AlphaTest {
 public:
  /// \pre surface and triangle outlive the test
  AlphaTest(const rig::Surfaces& surfaces, const ScreenTriangle& triangle);
  /// `inside` without the samples that are not covered; `second` and `third` are the edge functions of the triangle
  /// there.
  [[nodiscard]] Int4 operator()(Int4 inside, Float4 second, Float4 third) const;

 private:
  const rig::Surface& surface_;
  std::array<rig::SurfacePoint, 3> corners_;
  std::array<float, 3> inverse_depth_;
  float inverse_area_;
  float texels_per_pixel_;
  Float4 least_;  ///< Alpha that covers each sample.
};

/// The surface of a triangle.
[[nodiscard]] inline const rig::Surface& surface_of(const rig::Surfaces& surfaces, const ScreenTriangle& triangle) {
  return surfaces.list[surfaces.of_vertex[triangle.vertices[0]]];
}

}  // namespace emo3d::render
