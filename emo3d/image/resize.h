#pragma once

#include "emo3d/image/image.h"

namespace emo3d::image {

/// `image` at another size, by Mitchell's filter in linear light (stb_image_resize); transparent pixels do not bleed.
/// \throws Error kInvalidArgument where the size is not one of an Image.
[[nodiscard]] Image resized(const Image& image, int width, int height);

/// `image` at the largest size that fits into a square of `side` pixels; its proportions stay, within a pixel.
[[nodiscard]] Image fitted(const Image& image, int side);

}  // namespace emo3d::image
