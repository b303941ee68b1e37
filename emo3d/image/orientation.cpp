#include "emo3d/image/orientation.h"

#include <libexif/exif-data.h>
#include <webp/mux.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace emo3d::image {
namespace {

constexpr std::string_view kExifHeader("Exif\0\0", 6);
/// An EXIF block fits into a segment of a JPEG; what is larger elsewhere is not looked at.
constexpr std::size_t kMaxExifBytes = std::size_t{1} << 20;

const unsigned char* data_of(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

/// The payload of the first eXIf chunk; empty where there is none. libpng would have to decode the pixels first, as the
/// chunk may stand behind them.
std::string_view exif_of_png(std::string_view bytes) {
  constexpr std::size_t kSignature = 8, kFrame = 12;  // length, type and checksum around each payload
  for (std::size_t at = kSignature; at + kFrame <= bytes.size();) {
    const std::size_t length = big_endian(bytes.substr(at, 4));
    if (length > bytes.size() - at - kFrame) break;
    if (bytes.substr(at + 4, 4) == "eXIf") return bytes.substr(at + 8, length);
    at += kFrame + length;
  }
  return {};
}

/// The payload of the first APP1 that holds EXIF, wherever it stands before the pixels; empty where there is none.
/// libexif would give up at a comment. As libjpeg does, it passes over bytes between the segments.
std::string_view exif_of_jpeg(std::string_view bytes) {
  constexpr unsigned char kFill = 0xFF, kApp1 = 0xE1, kStartOfScan = 0xDA, kEndOfImage = 0xD9;
  const auto stands_alone = [](unsigned char marker) { return marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8); };
  for (std::size_t at = 0; (at = bytes.find(static_cast<char>(kFill), at)) != std::string_view::npos;) {
    at = bytes.find_first_not_of(static_cast<char>(kFill), at);
    if (at == std::string_view::npos) break;
    const auto marker = static_cast<unsigned char>(bytes[at++]);
    if (stands_alone(marker)) continue;
    if (marker == kStartOfScan || marker == kEndOfImage || bytes.size() - at < 2) break;
    const std::size_t length = big_endian(bytes.substr(at, 2));  // counts itself
    if (length < 2 || length > bytes.size() - at) break;
    const std::string_view payload = bytes.substr(at + 2, length - 2);
    if (marker == kApp1 && payload.starts_with(kExifHeader)) return payload;
    at += length;
  }
  return {};
}

std::string exif_of_webp(std::string_view bytes) {
  const WebPData data{data_of(bytes), bytes.size()};
  const std::unique_ptr<WebPMux, void (*)(WebPMux*)> mux(WebPMuxCreate(&data, 0), WebPMuxDelete);
  WebPData chunk{};
  if (!mux || WebPMuxGetChunk(mux.get(), "EXIF", &chunk) != WEBP_MUX_OK) return {};
  return {reinterpret_cast<const char*>(chunk.bytes), chunk.size};
}

/// Of "Exif", two zeros and a TIFF.
Orientation read_orientation(std::string_view bytes) {
  const std::unique_ptr<ExifData, void (*)(ExifData*)> exif(exif_data_new(), exif_data_unref);
  if (!exif) return 1;
  exif_data_unset_option(exif.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);  // it would add and change entries
  exif_data_load_data(exif.get(), data_of(bytes), static_cast<unsigned>(bytes.size()));
  const ExifEntry* entry = exif_content_get_entry(exif->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->components < 1 || entry->size < 2) return 1;
  const int value = exif_get_short(entry->data, exif_data_get_byte_order(exif.get()));
  return value >= 1 && value <= 8 ? value : 1;
}

Orientation read_block(std::string_view block) {
  if (block.empty() || block.size() > kMaxExifBytes) return 1;
  return read_orientation(block.starts_with(kExifHeader) ? std::string(block)
                                                         : std::string(kExifHeader) + std::string(block));
}

}  // namespace

Orientation orientation_of(std::string_view bytes, FileFormat format) {
  switch (format) {
    case FileFormat::kJpeg:
      return read_block(exif_of_jpeg(bytes));
    case FileFormat::kPng:
      return read_block(exif_of_png(bytes));
    case FileFormat::kWebp:
      return read_block(exif_of_webp(bytes));
    default:
      return 1;
  }
}

Image upright(Image image, Orientation orientation) {
  if (orientation == 1) return image;
  const bool exchanges = orientation >= 5;
  const int right = image.width() - 1, bottom = image.height() - 1;
  // Which edges of the stored picture are read from their far end.
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Image turned(exchanges ? image.height() : image.width(), exchanges ? image.width() : image.height(), image.format());
  for (int y = 0; y < turned.height(); ++y)
    for (int x = 0; x < turned.width(); ++x) {
      const int column = exchanges ? y : x, row = exchanges ? x : y;
      std::ranges::copy(image.pixel(from_right ? right - column : column, from_bottom ? bottom - row : row),
                        turned.pixel(x, y).data());
    }
  return turned;
}

}  // namespace emo3d::image
