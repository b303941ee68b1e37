#include "emo3d/image/image.h"

#include "emo3d/base/error.h"

namespace emo3d::image {
namespace {

int checked_side(int side, const char* name) {
  check(side >= 1 && side <= kMaxSide, ErrorCode::kInvalidArgument, "picture {} {} is not in [1,{}]", name, side,
        kMaxSide);
  return side;
}

}  // namespace

Image::Image(int width, int height)
    : width_(checked_side(width, "width")),
      height_(checked_side(height, "height")),
      bytes_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * kChannels) {}

}  // namespace emo3d::image
