#include "emo3d/image/png.h"

#include <png.h>

#include <csetjmp>
#include <memory>
#include <vector>

#include "emo3d/base/error.h"

namespace emo3d::image {
namespace {

constexpr int kCompressionLevel = 3;

void append_bytes(png_structp png, png_bytep data, std::size_t size) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(data), size);
}

/// libpng's own handlers print; an error here only jumps back, a warning is dropped.
void on_error(png_structp png, png_const_charp) { png_longjmp(png, 1); }
void on_warning(png_structp, png_const_charp) {}

/// The part between setjmp and longjmp: it holds no object with a destructor.
bool write_rows(png_structp png, png_infop info, std::string* out, const Image& image) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_write_fn(png, out, append_bytes, nullptr);
  png_set_IHDR(png, info, static_cast<png_uint_32>(image.width()), static_cast<png_uint_32>(image.height()), 8,
               PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
  png_set_compression_level(png, kCompressionLevel);
  png_write_info(png, info);
  for (int y = 0; y < image.height(); ++y) png_write_row(png, image.pixel(0, y));
  png_write_end(png, info);
  return true;
}

struct FreeImage {
  void operator()(png_image* image) const { png_image_free(image); }
};

}  // namespace

std::string encode_png(const Image& image) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, on_error, on_warning);
  png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
  std::string out;
  const bool written = info != nullptr && write_rows(png, info, &out, image);
  png_destroy_write_struct(&png, &info);
  check(written, ErrorCode::kIo, "libpng cannot encode a picture of {} x {}", image.width(), image.height());
  return out;
}

Image decode_png(std::string_view bytes, std::string_view source) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  const std::unique_ptr<png_image, FreeImage> owner(&header);
  check(png_image_begin_read_from_memory(&header, bytes.data(), bytes.size()) != 0, ErrorCode::kInvalidData,
        "{}: not a readable PNG: {}", source, header.message);
  check(header.width <= kMaxSide && header.height <= kMaxSide, ErrorCode::kInvalidData,
        "{}: {} x {} is larger than {} a side", source, header.width, header.height, kMaxSide);
  header.format = PNG_FORMAT_RGB;
  Image image(static_cast<int>(header.width), static_cast<int>(header.height));
  const png_color black{};
  check(png_image_finish_read(&header, &black, image.pixel(0, 0), 0, nullptr) != 0, ErrorCode::kInvalidData,
        "{}: damaged PNG: {}", source, header.message);
  return image;
}

}  // namespace emo3d::image
