#include "emo3d/image/image.h"

#include "emo3d/base/error.h"

namespace emo3d::image {
namespace {

std::size_t checked_size(int width, int height, Format format) {
  check(width >= 1 && width <= kMaxSide, ErrorCode::kInvalidArgument, "image: width {} is not in [1,{}]", width,
        kMaxSide);
  check(height >= 1 && height <= kMaxSide, ErrorCode::kInvalidArgument, "image: height {} is not in [1,{}]", height,
        kMaxSide);
  const std::size_t pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  check(pixels <= kMaxPixels, ErrorCode::kInvalidArgument, "image: {} x {} is more than {} pixels", width, height,
        kMaxPixels);
  return pixels * static_cast<std::size_t>(format);
}

}  // namespace

Image::Image(int width, int height, Format format)
    : width_(width), height_(height), format_(format), bytes_(checked_size(width, height, format)) {}

}  // namespace emo3d::image
