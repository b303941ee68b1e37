#pragma once

#include <array>

#include "emo3d/render/lanes.h"

namespace emo3d::render {

/// rig::SkinDetail at four points.
struct DetailSamples {
  Float4x3 rest;
  Float4 pores;
  Float4 freckles;
  Float4 spots;
  struct Fold {
    Float4 phase;
    Float4x3 slope;  ///< In view space.
  };
  std::array<Fold, 2> folds;
  Float4 pixel_cm;  ///< How much of the surface a pixel spans.
};

/// What the relief of skin does to its shading.
struct Relief {
  Float4x3 tilt;  ///< To subtract from the unit normal, in view space.
  Float4x3 tint;  ///< Factor of the albedo.
  Float4 open;    ///< Share of light that reaches the ground of pores and wrinkles.
};

/// Axes of view space in the space of rest positions, for turning directions.
struct ViewAxes {
  Float4x3 right, up, backward;
};

/// Pores, mottle, freckles and wrinkles. Each fades out where it is finer than two pixels, so that small pictures do
/// not sparkle. Each lane depends on its own sample alone.
[[nodiscard]] Relief skin_relief(const DetailSamples& samples, const Float4x3& normal, const ViewAxes& axes);

}  // namespace emo3d::render
