#pragma once

#include <cstdint>
#include <string_view>

namespace emo3d::image {

/// What kind of picture a file is, by its first bytes.
enum class FileFormat : std::uint8_t { kUnknown, kPng, kJpeg, kWebp, kGif, kBmp, kTiff, kHeic, kAvif, kJpegXl };

/// The format of a file that starts with `bytes`; 32 bytes are enough.
[[nodiscard]] FileFormat find_file_format(std::string_view bytes);

/// "PNG", "JPEG XL" and so on; "unknown" of kUnknown.
[[nodiscard]] std::string_view name(FileFormat format);

}  // namespace emo3d::image
