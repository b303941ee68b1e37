#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <jpeglib.h>
#include <zlib.h>

#include "emo3d/image/image.h"

/// Photos as cameras and programs write them, for tests of what reads them.
namespace emo3d::testing {

namespace detail {

/// Runs libjpeg over rows of `components` bytes a pixel.
inline std::string encode_jpeg(const std::uint8_t* pixels, int width, int height, int components, J_COLOR_SPACE space) {
  jpeg_compress_struct state{};
  jpeg_error_mgr errors{};
  state.err = jpeg_std_error(&errors);
  jpeg_create_compress(&state);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&state, &out, &size);
  state.image_width = static_cast<JDIMENSION>(width);
  state.image_height = static_cast<JDIMENSION>(height);
  state.input_components = components;
  state.in_color_space = space;
  jpeg_set_defaults(&state);
  jpeg_set_quality(&state, 100, TRUE);
  for (int c = 0; c < state.num_components; ++c)
    state.comp_info[c].h_samp_factor = state.comp_info[c].v_samp_factor = 1;
  jpeg_start_compress(&state, TRUE);
  for (int y = 0; y < height; ++y) {
    auto* row = const_cast<JSAMPLE*>(pixels + static_cast<std::ptrdiff_t>(y) * width * components);
    jpeg_write_scanlines(&state, &row, 1);
  }
  jpeg_finish_compress(&state);
  jpeg_destroy_compress(&state);
  std::string bytes(reinterpret_cast<const char*>(out), size);
  std::free(out);
  return bytes;
}

inline std::string number(std::uint32_t value, int bytes, bool big_endian) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> 8 * (big_endian ? bytes - 1 - i : i) & 0xff);
  return text;
}

}  // namespace detail

/// A JPEG of best quality. \pre `image` is RGB
inline std::string jpeg_of(const image::Image& image) {
  return detail::encode_jpeg(image.bytes().data(), image.width(), image.height(), 3, JCS_RGB);
}

/// One colour, as Adobe's programs write it: what each ink leaves bare.
inline std::string cmyk_jpeg(int width, int height, std::array<std::uint8_t, 4> bare) {
  std::string pixels;
  for (int i = 0; i < width * height; ++i)
    for (const std::uint8_t ink : bare) pixels += static_cast<char>(ink);
  return detail::encode_jpeg(reinterpret_cast<const std::uint8_t*>(pixels.data()), width, height, 4, JCS_CMYK);
}

/// A TIFF header and a directory with nothing but the orientation.
inline std::string exif_block(int orientation, bool big_endian) {
  using detail::number;
  const std::string order = big_endian ? "MM" : "II";
  return order + number(42, 2, big_endian) + number(8, 4, big_endian) + number(1, 2, big_endian) +
         number(0x112, 2, big_endian) + number(3, 2, big_endian) + number(1, 4, big_endian) +
         number(static_cast<std::uint32_t>(orientation), 2, big_endian) + std::string(2, '\0') +
         number(0, 4, big_endian);
}

/// A JPEG with a segment APP1 in front: EXIF, or `other` where that is given.
inline std::string jpeg_with_exif(const std::string& jpeg, const std::string& tiff, const std::string& other = {}) {
  const std::string payload = other.empty() ? std::string("Exif\0\0", 6) + tiff : other;
  return jpeg.substr(0, 2) + "\xff\xe1" + detail::number(static_cast<std::uint32_t>(payload.size() + 2), 2, true) +
         payload + jpeg.substr(2);
}

namespace detail {

/// A chunk of a PNG.
inline std::string png_chunk(const std::string& type, const std::string& payload) {
  const std::string body = type + payload;
  const auto sum = static_cast<std::uint32_t>(
      ::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())));
  return number(static_cast<std::uint32_t>(payload.size()), 4, true) + body + number(sum, 4, true);
}

inline constexpr std::size_t kPngHeader = 33;  ///< Signature and IHDR.

}  // namespace detail

/// A PNG with a chunk eXIf behind its header.
inline std::string png_with_exif(const std::string& png, const std::string& tiff) {
  return png.substr(0, detail::kPngHeader) + detail::png_chunk("eXIf", tiff) + png.substr(detail::kPngHeader);
}

/// A PNG whose header says another size.
inline std::string png_with_size(const std::string& png, std::uint32_t width, std::uint32_t height) {
  using detail::number;
  return png.substr(0, 8) +
         detail::png_chunk("IHDR", number(width, 4, true) + number(height, 4, true) + png.substr(24, 5)) +
         png.substr(detail::kPngHeader);
}

}  // namespace emo3d::testing
