#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "emo3d/image/image.h"

/// PNG through libpng. Not through OpenCV, whose image codecs pull in over a hundred shared libraries that every start
/// of the program would have to load.
namespace emo3d::image {

/// `image` as the bytes of a PNG file. Tuned for speed on rendered pictures: every row is predicted from the row above
/// and only runs of equal bytes are matched (a render of 1024 px takes a fifth of the time of libpng's defaults, for
/// a quarter more bytes).
[[nodiscard]] std::string encode_png(const Image& image);

/// Reads untrusted PNG bytes. Grey, palette and 16-bit files become 8-bit RGB, or RGBA where they carry transparency;
/// colour profiles and gamma are ignored. `source` (a path or "request") starts the error message.
/// \throws Error kInvalidData for anything but a whole, valid PNG within the limits of Image; the size in the header is
/// checked, also against the number of bytes there are to decompress, before memory is taken for the pixels.
[[nodiscard]] Image decode_png(std::string_view bytes, std::string_view source);

/// decode_png() of a file. \throws Error also kNotFound or kIo.
[[nodiscard]] Image read_png(const std::filesystem::path& path);

/// Writes encode_png() with write_file(): readers see the old file or the whole new one. \throws Error kIo.
void write_png(const std::filesystem::path& path, const Image& image);

}  // namespace emo3d::image
