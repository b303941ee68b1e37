#pragma once

#include <vector>

#include "emo3d/image/image.h"

namespace emo3d::image {

/// `image` and its halves down to 1 x 1, for drawing it at any size. Each pixel is the mean of the four (two at an odd
/// edge's end are left out) above it, weighted by alpha, with squared codes averaged: near enough to linear light, and
/// the same bytes everywhere. Levels wider or higher than `max_side` are not kept. \pre max_side >= 1
[[nodiscard]] std::vector<Image> pyramid(Image image, int max_side);

}  // namespace emo3d::image
