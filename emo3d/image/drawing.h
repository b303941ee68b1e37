#pragma once

#include <array>
#include <cstdint>

#include "emo3d/image/image.h"

namespace emo3d::image {

/// A place in a picture, in pixels from its upper left corner.
struct Place {
  float x = 0, y = 0;
};

/// How a line or dot looks.
struct Pen {
  float width_px = 1;  ///< Of the line, the diameter of the dot. Above 0.
  std::array<std::uint8_t, 3> colour{};
  float opacity = 1;  ///< In [0,1].
};

/// Draws a straight line with round ends and soft edges over what `picture` shows; parts outside it are left out, and
/// all of it where a place is not finite or lies more than a million pixels away.
void draw_line(Image& picture, const Place& from, const Place& to, const Pen& pen);

/// The same for a round dot.
void draw_dot(Image& picture, const Place& centre, const Pen& pen);

/// Fills a rectangle of `size` from `corner` on, to whole pixels; the pen's width is ignored.
void fill_rectangle(Image& picture, const Place& corner, const Place& size, const Pen& pen);

/// `image` as RGB: transparency shows white paper.
[[nodiscard]] Image on_paper(const Image& image);

/// Copies `from` into `picture` with its upper left corner at (`left`, `top`). \pre both have one format, and it fits
void paste(Image& picture, const Image& from, int left, int top);

}  // namespace emo3d::image
