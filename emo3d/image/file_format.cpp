#include "emo3d/image/file_format.h"

#include <array>
#include <utility>

namespace emo3d::image {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  FileFormat format;
};

// ISO base media files (ISO/IEC 14496-12) say at byte 4 "ftyp" and then their brand: ISO/IEC 23008-12 for HEIC, the AV1
// Image File Format for AVIF.
constexpr std::array kSignatures = {
    Signature{0, "\x89PNG\r\n\x1a\n"sv, FileFormat::kPng},
    Signature{0, "\xff\xd8\xff"sv, FileFormat::kJpeg},
    Signature{8, "WEBP"sv, FileFormat::kWebp},
    Signature{0, "GIF87a"sv, FileFormat::kGif},
    Signature{0, "GIF89a"sv, FileFormat::kGif},
    Signature{0, "BM"sv, FileFormat::kBmp},
    Signature{0, "II*\0"sv, FileFormat::kTiff},
    Signature{0, "MM\0*"sv, FileFormat::kTiff},
    Signature{0, "II+\0"sv, FileFormat::kTiff},
    Signature{0, "MM\0+"sv, FileFormat::kTiff},
    Signature{4, "ftypavif"sv, FileFormat::kAvif},
    Signature{4, "ftypavis"sv, FileFormat::kAvif},
    Signature{4, "ftyphei"sv, FileFormat::kHeic},
    Signature{4, "ftyphev"sv, FileFormat::kHeic},
    Signature{4, "ftypmif1"sv, FileFormat::kHeic},
    Signature{4, "ftypmsf1"sv, FileFormat::kHeic},
    Signature{0, "\xff\x0a"sv, FileFormat::kJpegXl},
    Signature{0, "\0\0\0\x0cJXL \r\n\x87\n"sv, FileFormat::kJpegXl},
};

/// A text may start with "BM"; a bitmap's header (BITMAPFILEHEADER) has four zero bytes at 6.
bool is_likely(FileFormat format, std::string_view bytes) {
  if (format == FileFormat::kWebp) return bytes.starts_with("RIFF");
  if (format == FileFormat::kBmp) return bytes.size() >= 10 && bytes.substr(6, 4) == "\0\0\0\0"sv;
  return true;
}

}  // namespace

FileFormat find_file_format(std::string_view bytes) {
  for (const Signature& s : kSignatures)
    if (bytes.size() >= s.offset && bytes.substr(s.offset).starts_with(s.bytes) && is_likely(s.format, bytes))
      return s.format;
  return FileFormat::kUnknown;
}

std::string_view name(FileFormat format) {
  switch (format) {
    case FileFormat::kPng:
      return "PNG";
    case FileFormat::kJpeg:
      return "JPEG";
    case FileFormat::kWebp:
      return "WebP";
    case FileFormat::kGif:
      return "GIF";
    case FileFormat::kBmp:
      return "BMP";
    case FileFormat::kTiff:
      return "TIFF";
    case FileFormat::kHeic:
      return "HEIC";
    case FileFormat::kAvif:
      return "AVIF";
    case FileFormat::kJpegXl:
      return "JPEG XL";
    case FileFormat::kUnknown:
      break;
  }
  return "unknown";
}

}  // namespace emo3d::image
