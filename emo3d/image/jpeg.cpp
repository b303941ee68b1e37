#include "emo3d/image/jpeg.h"

#include <span>

#include "emo3d/base/error.h"
#include "emo3d/image/jpeg_reader.h"
#include "emo3d/image/png.h"

namespace emo3d::image {
namespace {

/// A row of CMYK as RGB. Adobe's files, and so nearly all, hold the paper that each ink leaves bare.
void convert_inks(std::span<const std::uint8_t> inks, bool bare, std::span<std::uint8_t> lights) {
  const auto light = [&](std::uint8_t ink) { return bare ? ink : 255 - ink; };
  for (std::size_t i = 0, o = 0; i < inks.size(); i += 4, o += 3)
    for (std::size_t c = 0; c < 3; ++c)
      lights[o + c] = static_cast<std::uint8_t>((light(inks[i + c]) * light(inks[i + 3]) + 127) / 255);
}

}  // namespace

Image decode_jpeg(std::string_view bytes, std::string_view source) {
  JpegReader reader(bytes, source, JpegGrey::kRgb);
  const int width = static_cast<int>(reader.width()), height = static_cast<int>(reader.height());
  Image image(width, height, reader.components() == 4 ? Format::kRgba : Format::kRgb);
  reader.read(image.bytes().data());
  if (image.format() == Format::kRgb) return image;
  Image lights(width, height);
  convert_inks(image.bytes(), reader.has_adobe_marker(), lights.bytes());
  return lights;
}

Image decode_image(std::string_view bytes, std::string_view source) {
  if (bytes.starts_with("\x89PNG")) return decode_png(bytes, source);
  check(bytes.starts_with("\xff\xd8"), ErrorCode::kInvalidData, "{}: a picture that is neither PNG nor JPEG", source);
  return decode_jpeg(bytes, source);
}

}  // namespace emo3d::image
