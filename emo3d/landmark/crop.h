#pragma once

#include <cstdint>
#include <span>

#include "emo3d/image/image.h"
#include "emo3d/landmark/region.h"

namespace emo3d::landmark {

/// What lies around an image.
enum class Border : std::uint8_t {
  kBlack,
  kReplicate,  ///< The nearest pixel of the edge.
};

/// The part of `image` in `region` as a square RGB image with sides of `side_px`, sampled as OpenCV 4.6's
/// warpPerspective samples it for MediaPipe: pixel (i,j) of the result looks at the region's point (i/side, j/side)
/// without a half-pixel term, its place is rounded to 1/32 px (half to even), the bilinear mean to 8 bits (half up).
/// The place is computed by the same chain of double operations as there, so that even ties fall the same way.
/// Alpha is ignored. \pre 1 <= side_px <= image::kMaxSide, the region is finite and has an area
[[nodiscard]] image::Image crop(const image::Image& image, const Region& region, int side_px, Border border);

/// Maps bytes linearly, 0 to `low` and 255 to `high`. \pre tensor.size() == bytes.size()
void normalize(std::span<const std::uint8_t> bytes, float low, float high, std::span<float> tensor);

}  // namespace emo3d::landmark
