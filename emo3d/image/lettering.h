#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/image/image.h"

/// Latin letters in pictures, in the font that is compiled into the program (data/README.md). Text is UTF-8; letters
/// that the font lacks, and broken UTF-8, show as a box.
namespace emo3d::image {

/// Width in pixels of `text` in letters of `size_px`, the height of a line.
[[nodiscard]] float text_width(std::string_view text, float size_px);

/// `text` in at most `max_lines` lines no wider than `width_px`, broken at blanks; what does not fit is cut, with an
/// ellipsis at its end. Line breaks and tabs in the text count as blanks.
[[nodiscard]] std::vector<std::string> wrapped_text(std::string_view text, float size_px, float width_px,
                                                    std::size_t max_lines);

/// Where a line of text goes and how it looks.
struct TextLine {
  float x = 0;         ///< Its left end, in pixels.
  float top = 0;       ///< It reaches from here to `size_px` below.
  float size_px = 16;  ///< Above 0.
  std::array<std::uint8_t, 3> colour{};
};

/// Draws over what `picture` shows; parts outside it are left out.
void draw_text(Image& picture, std::string_view text, const TextLine& line);

}  // namespace emo3d::image
