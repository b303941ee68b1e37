#include "emo3d/image/read_image.h"

#include <array>
#include <fstream>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/image/jpeg.h"
#include "emo3d/image/orientation.h"
#include "emo3d/image/png.h"
#include "emo3d/image/webp.h"

namespace emo3d::image {
namespace {

Image decode_stored(std::string_view bytes, FileFormat format, std::string_view source) {
  switch (format) {
    case FileFormat::kPng:
      return decode_png(bytes, source);
    case FileFormat::kJpeg:
      return decode_jpeg(bytes, source);
    case FileFormat::kWebp:
      return decode_webp(bytes, source);
    case FileFormat::kUnknown:
      fail(ErrorCode::kInvalidData, "{}: {}; expected PNG, JPEG or WebP", source,
           bytes.empty() ? "an empty file" : "no picture of a known format");
    default:
      fail(ErrorCode::kInvalidData, "{}: {} is not read; expected PNG, JPEG or WebP", source, name(format));
  }
}

}  // namespace

Image decode_photo(std::string_view bytes, std::string_view source) {
  const FileFormat format = find_file_format(bytes);
  Image image = decode_stored(bytes, format, source);
  return upright(std::move(image), orientation_of(bytes, format));
}

Image read_image(const std::filesystem::path& path) {
  return decode_photo(read_file(path, kMaxPhotoBytes), path.string());
}

FileFormat file_format_of(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return FileFormat::kUnknown;  // a pipe would lose what is read
  std::ifstream file(path, std::ios::binary);
  std::array<char, 32> start{};
  file.read(start.data(), start.size());
  return find_file_format({start.data(), static_cast<std::size_t>(file.gcount())});
}

}  // namespace emo3d::image
