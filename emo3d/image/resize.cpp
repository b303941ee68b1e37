#include "emo3d/image/resize.h"

#define STB_IMAGE_RESIZE_IMPLEMENTATION
#define STB_IMAGE_RESIZE_STATIC  // other libraries of a program may bring their own
#include <stb/stb_image_resize.h>

#include <algorithm>
#include <cmath>

#include "emo3d/base/error.h"

namespace emo3d::image {

Image resized(const Image& image, int width, int height) {
  Image result(width, height, image.format());
  const int alpha = image.format() == Format::kRgba ? 3 : STBIR_ALPHA_CHANNEL_NONE;
  check(stbir_resize_uint8_srgb(image.bytes().data(), image.width(), image.height(), 0, result.bytes().data(), width,
                                height, 0, image.channels(), alpha, 0) != 0,
        ErrorCode::kUnavailable, "image: no memory for resizing to {} x {}", width, height);
  return result;
}

Image fitted(const Image& image, int side) {
  const double scale = static_cast<double>(side) / std::max(image.width(), image.height());
  const auto scaled = [&](int length) { return std::max(1, static_cast<int>(std::lround(length * scale))); };
  return resized(image, scaled(image.width()), scaled(image.height()));
}

}  // namespace emo3d::image
