#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "emo3d/image/image.h"

/// Pictures as the Python library Pillow 9.4 reads, resizes and converts them, to the byte. CLIP's reference
/// preprocessing works on what Pillow makes of a file before anything becomes RGB, so the kinds are kept apart here.
namespace emo3d::image {

/// What a picture's samples mean; Pillow's name for it.
enum class PillowMode : std::uint8_t {
  kBilevel,    ///< "1": 0 or 255.
  kGrey,       ///< "L".
  kGreyAlpha,  ///< "LA".
  kInteger,    ///< "I": grey of 16 bits, which conversion to RGB cuts off at 255.
  kPalette,    ///< "P": indices into a palette.
  kRgb,        ///< "RGB".
  kRgba,       ///< "RGBA".
  kCmyk,       ///< "CMYK": 255 is full ink.
};

/// A picture in one of Pillow's modes: rows from top to bottom without padding, the samples of a pixel side by side.
struct PillowImage {
  PillowMode mode = PillowMode::kRgb;
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> samples{};   ///< width * height * channels(mode); empty for kInteger.
  std::vector<std::int32_t> integers{};  ///< width * height, for kInteger only.
  std::vector<std::uint8_t> palette{};   ///< 256 times RGB, for kPalette only.
};

/// Samples of a pixel: 1, 2, 3 or 4.
[[nodiscard]] int channels(PillowMode mode);
/// "L", "RGBA" and so on.
[[nodiscard]] std::string_view name(PillowMode mode);

/// Reads an untrusted PNG, JPEG or still WebP as Pillow's `Image.open` does: EXIF orientation, profiles and the
/// transparent colour of PNGs without an alpha channel are ignored; colours of 16 bits keep the upper 8. `source`
/// starts the error message. \throws Error kInvalidData as decode_photo().
[[nodiscard]] PillowImage decode_pillow(std::string_view bytes, std::string_view source);

/// Pillow's `convert("RGB")`: alpha is dropped, each ink darkens what black leaves.
[[nodiscard]] Image to_rgb(const PillowImage& image);

}  // namespace emo3d::image
