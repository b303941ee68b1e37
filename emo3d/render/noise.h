#pragma once

#include "emo3d/render/lanes.h"

namespace emo3d::render {

/// Smooth noise at four points of space.
struct NoiseSamples {
  Float4 value;       ///< In [-1,1], of mean 0; features are about two units wide.
  Float4x3 gradient;  ///< Of the value, per unit; continuous.
};

/// Value noise on the lattice of whole numbers, blended by Perlin's quintic ("Improving noise", SIGGRAPH 2002). The
/// same bits everywhere. Coordinates are limited to a million; what is not a number counts as the lower limit.
[[nodiscard]] NoiseSamples noise(const Float4x3& at);

/// Round dots of many sizes, one in most cells of the lattice of whole numbers: 1 in a dot's middle, 0 outside it.
[[nodiscard]] Float4 dots(const Float4x3& at);

}  // namespace emo3d::render
