#pragma once

#include <filesystem>
#include <string_view>

#include "emo3d/image/file_format.h"
#include "emo3d/image/image.h"

namespace emo3d::image {

/// Largest file that read_image() opens, in bytes.
inline constexpr std::size_t kMaxPhotoBytes = std::size_t{1} << 29;

/// Reads an untrusted photo, whatever its name: PNG, JPEG or still WebP, as its first bytes say. Grey, palette, 16-bit
/// and CMYK files become 8-bit RGB, RGBA where they carry transparency; colour profiles are ignored. It is turned
/// upright as its EXIF orientation says. `source` starts the error message. \throws Error kInvalidData for a picture of
/// another kind, naming it, and for one that is damaged, animated, or larger than an Image may be.
[[nodiscard]] Image decode_photo(std::string_view bytes, std::string_view source);

/// decode_photo() of a file. \throws Error also kNotFound or kIo.
[[nodiscard]] Image read_image(const std::filesystem::path& path);

/// What kind of picture a file holds, by its first bytes; kUnknown where it cannot be read.
[[nodiscard]] FileFormat file_format_of(const std::filesystem::path& path);

}  // namespace emo3d::image
