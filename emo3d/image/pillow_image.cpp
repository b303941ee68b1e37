#include "emo3d/image/pillow_image.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "emo3d/base/error.h"
#include "emo3d/image/jpeg_reader.h"
#include "emo3d/image/pillow_filter.h"
#include "emo3d/image/png_reader.h"
#include "emo3d/image/read_image.h"
#include "emo3d/image/webp.h"

namespace emo3d::image {
namespace {

std::size_t pixel_count(const PillowImage& image) {
  return static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
}

PillowImage empty_image(PillowMode mode, std::size_t width, std::size_t height) {
  PillowImage image{.mode = mode, .width = static_cast<int>(width), .height = static_cast<int>(height)};
  image.samples.resize(width * height * static_cast<std::size_t>(channels(mode)));
  return image;
}

/// PngImagePlugin's table of colour types and depths. There is no "LA" of 16 bits in Pillow 9.4: it becomes "RGBA".
PillowMode png_mode(int color_type, int bit_depth) {
  switch (color_type) {
    case PNG_COLOR_TYPE_GRAY:
      return bit_depth == 1 ? PillowMode::kBilevel : bit_depth == 16 ? PillowMode::kInteger : PillowMode::kGrey;
    case PNG_COLOR_TYPE_GRAY_ALPHA:
      return bit_depth == 16 ? PillowMode::kRgba : PillowMode::kGreyAlpha;
    case PNG_COLOR_TYPE_PALETTE:
      return PillowMode::kPalette;
    case PNG_COLOR_TYPE_RGB_ALPHA:
      return PillowMode::kRgba;
    default:
      return PillowMode::kRgb;
  }
}

/// Pillow's palettes are a ramp of grey before a file's colours overwrite it.
std::vector<std::uint8_t> full_palette(std::span<const png_color> colors) {
  std::vector<std::uint8_t> palette(std::size_t{3} * 256);
  for (std::size_t i = 0; i < palette.size(); ++i) palette[i] = static_cast<std::uint8_t>(i / 3);
  for (std::size_t i = 0; i < std::min<std::size_t>(colors.size(), 256); ++i) {
    palette[3 * i] = colors[i].red;
    palette[3 * i + 1] = colors[i].green;
    palette[3 * i + 2] = colors[i].blue;
  }
  return palette;
}

PillowImage decode_png_mode(std::string_view bytes, std::string_view source) {
  PngReader reader(bytes, source, PngSamples::kPillow);
  const PillowMode mode = png_mode(reader.color_type(), reader.bit_depth());
  const bool is_wide_grey_alpha = mode == PillowMode::kRgba && reader.channels() == 2;
  PillowImage image = empty_image(is_wide_grey_alpha ? PillowMode::kGreyAlpha : mode, reader.width(), reader.height());
  const std::size_t sample_bytes = mode == PillowMode::kInteger ? 2 : 1;
  if (sample_bytes == 2) image.samples.resize(pixel_count(image) * sample_bytes);
  check(reader.row_bytes() * reader.height() == image.samples.size(), ErrorCode::kInvalidData,
        "{}: PNG of an unknown kind, {} bytes a row", source, reader.row_bytes());
  reader.read(image.samples.data());
  if (mode == PillowMode::kInteger) {
    image.integers.resize(pixel_count(image));
    for (std::size_t i = 0; i < image.integers.size(); ++i) {
      std::uint16_t value = 0;
      std::memcpy(&value, image.samples.data() + 2 * i, sizeof value);
      image.integers[i] = value;
    }
    image.samples = {};
  } else if (mode == PillowMode::kPalette) {
    image.palette = full_palette(reader.palette());
  } else if (is_wide_grey_alpha) {
    PillowImage colored = empty_image(mode, reader.width(), reader.height());
    for (std::size_t i = 0; i < pixel_count(image); ++i) {
      std::fill_n(colored.samples.begin() + static_cast<std::ptrdiff_t>(4 * i), 3, image.samples[2 * i]);
      colored.samples[4 * i + 3] = image.samples[2 * i + 1];
    }
    return colored;
  }
  return image;
}

PillowImage decode_jpeg_mode(std::string_view bytes, std::string_view source) {
  JpegReader reader(bytes, source, JpegGrey::kStays);
  const int components = reader.components();
  const PillowMode mode = components == 1 ? PillowMode::kGrey : components == 4 ? PillowMode::kCmyk : PillowMode::kRgb;
  PillowImage image = empty_image(mode, reader.width(), reader.height());
  reader.read(image.samples.data());
  if (mode == PillowMode::kCmyk)  // Pillow takes all for Adobe's, which store the paper that each ink leaves bare
    for (std::uint8_t& ink : image.samples) ink = static_cast<std::uint8_t>(255 - ink);
  return image;
}

PillowImage from_image(const Image& image) {
  const PillowMode mode = image.format() == Format::kRgba ? PillowMode::kRgba : PillowMode::kRgb;
  return {.mode = mode,
          .width = image.width(),
          .height = image.height(),
          .samples = {image.bytes().begin(), image.bytes().end()}};
}

void convert_pixel(PillowMode mode, const std::uint8_t* samples, std::span<const std::uint8_t> palette,
                   std::uint8_t* rgb) {
  switch (mode) {
    case PillowMode::kBilevel:
    case PillowMode::kGrey:
    case PillowMode::kGreyAlpha:
      std::fill_n(rgb, 3, samples[0]);
      return;
    case PillowMode::kPalette:
      std::copy_n(palette.data() + 3 * std::size_t{samples[0]}, 3, rgb);
      return;
    case PillowMode::kCmyk: {
      const int light = 255 - samples[3];
      for (int c = 0; c < 3; ++c) rgb[c] = static_cast<std::uint8_t>(light - times_unit(samples[c], light));
      return;
    }
    default:
      std::copy_n(samples, 3, rgb);
  }
}

}  // namespace

int channels(PillowMode mode) {
  switch (mode) {
    case PillowMode::kGreyAlpha:
      return 2;
    case PillowMode::kRgb:
      return 3;
    case PillowMode::kRgba:
    case PillowMode::kCmyk:
      return 4;
    default:
      return 1;
  }
}

std::string_view name(PillowMode mode) {
  constexpr std::string_view kNames[] = {"1", "L", "LA", "I", "P", "RGB", "RGBA", "CMYK"};
  return kNames[static_cast<std::size_t>(mode)];
}

PillowImage decode_pillow(std::string_view bytes, std::string_view source) {
  switch (find_file_format(bytes)) {
    case FileFormat::kPng:
      return decode_png_mode(bytes, source);
    case FileFormat::kJpeg:
      return decode_jpeg_mode(bytes, source);
    case FileFormat::kWebp:
      return from_image(decode_webp(bytes, source));
    default:
      (void)decode_photo(bytes, source);  // says what it is
      fail(ErrorCode::kInvalidData, "{}: a picture of an unknown format", source);
  }
}

Image to_rgb(const PillowImage& image) {
  Image rgb(image.width, image.height);
  std::uint8_t* out = rgb.bytes().data();
  if (image.mode == PillowMode::kInteger) {
    for (std::size_t i = 0; i < image.integers.size(); ++i)
      std::fill_n(out + 3 * i, 3, static_cast<std::uint8_t>(std::clamp(image.integers[i], 0, 255)));
    return rgb;
  }
  const auto stride = static_cast<std::size_t>(channels(image.mode));
  for (std::size_t i = 0; i < pixel_count(image); ++i)
    convert_pixel(image.mode, image.samples.data() + i * stride, image.palette, out + 3 * i);
  return rgb;
}

}  // namespace emo3d::image
