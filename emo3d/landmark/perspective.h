#pragma once

#include <array>

#include "emo3d/landmark/region.h"

namespace emo3d::landmark {

/// The 3x3 matrix, row by row, that takes pixels of a crop with sides of `side_px` to pixels of the image it is cut out
/// of. Mathematically an affine map; computed as OpenCV does it (corners of the rotated rectangle in float, the
/// perspective through them by Gaussian elimination in double, its inverse by cofactors), because the last bits of its
/// numbers decide where samples on a tie between two places go. Not finite where the region has no area.
[[nodiscard]] std::array<double, 9> crop_to_image(const Region& region, int side_px);

}  // namespace emo3d::landmark
