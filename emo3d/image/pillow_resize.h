#pragma once

#include "emo3d/image/pillow_image.h"

namespace emo3d::image {

/// A part of a picture, in pixels.
struct PixelBox {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
};

/// Largest width or height, in pixels, of the whole picture that pillow_resize() takes a part of.
inline constexpr int kMaxResizedSide = 1 << 24;

/// The part `box` of what Pillow 9.4's `resize((width, height), BICUBIC)` makes of `image`, to the byte and in the same
/// mode: weights of 22 bits widened where it shrinks, 8 bits between the horizontal and the vertical pass, alpha
/// premultiplied meanwhile; palettes and black-and-white by NEAREST; a copy where the size stays. Only what the part
/// needs is computed.
/// \throws Error kInvalidArgument where the size is not in [1, kMaxResizedSide] or the box, of at least a pixel, not
/// inside or larger than an Image may be.
[[nodiscard]] PillowImage pillow_resize(const PillowImage& image, int width, int height, PixelBox box);

/// Without a box: the whole picture.
[[nodiscard]] PillowImage pillow_resize(const PillowImage& image, int width, int height);

}  // namespace emo3d::image
