#pragma once

#include <string>
#include <string_view>

#include "emo3d/image/image.h"

namespace emo3d::image {

/// The bytes of a PNG file (8-bit RGB, sRGB chunk). Tuned for renders: the filter "up" and fast compression take a
/// quarter of libpng's default time for about a fifth more bytes.
[[nodiscard]] std::string encode_png(const Image& image);

/// Reads a PNG of any kind; grey and palette become RGB, 16 bits become 8, transparency is composed onto black.
/// \throws Error kInvalidData, starting with `source`, for anything damaged or larger than kMaxSide.
[[nodiscard]] Image decode_png(std::string_view bytes, std::string_view source);

}  // namespace emo3d::image
