#include "emo3d/image/png_reader.h"

#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "emo3d/base/error.h"
#include "emo3d/image/image.h"

namespace emo3d::image {
namespace {

/// deflate cannot shrink data by more than 1032:1 (zlib's technical details); the slack is for interlaced files'
/// rounding.
constexpr std::size_t kMaxExpansion = 1100;

/// libpng calls a picture beyond its limits invalid; this says what it is. Other faults are left to libpng.
void check_sides(std::string_view bytes, std::string_view source) {
  constexpr std::size_t kType = 12, kWidth = 16, kHeight = 20, kEnd = 24;  // of IHDR, which stands first
  if (bytes.size() < kEnd || bytes.substr(kType, 4) != "IHDR") return;
  const auto number = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
  };
  const std::uint32_t width = number(kWidth), height = number(kHeight);
  check(width <= static_cast<std::uint32_t>(kMaxSide) && height <= static_cast<std::uint32_t>(kMaxSide),
        ErrorCode::kInvalidData, "{}: PNG of {} x {} is more than {} pixels wide or high", source, width, height,
        kMaxSide);
}

}  // namespace

void on_png_error(png_structp png, png_const_charp message) {
  auto* failure = static_cast<PngFailure*>(png_get_error_ptr(png));
  std::snprintf(failure->message.data(), failure->message.size(), "%s", message);
  png_longjmp(png, 1);
}

void on_png_warning(png_structp, png_const_charp) {}

std::vector<png_bytep> png_rows(png_bytep bytes, std::size_t height, std::size_t row_bytes) {
  std::vector<png_bytep> rows(height);
  for (std::size_t y = 0; y < height; ++y) rows[y] = bytes + y * row_bytes;
  return rows;
}

void PngReader::read_bytes(png_structp png, png_bytep out, std::size_t size) {
  auto* unread = static_cast<Unread*>(png_get_io_ptr(png));
  if (size > unread->left) png_error(png, "truncated");
  std::memcpy(out, unread->next, size);
  unread->next += size;
  unread->left -= size;
}

PngReader::PngReader(std::string_view bytes, std::string_view source, PngSamples samples)
    : source_(source), unread_{bytes.data(), bytes.size()} {
  check_sides(bytes, source);
  png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &failure_, on_png_error, on_png_warning);
  if (png_ != nullptr) info_ = png_create_info_struct(png_);
  try {
    check(info_ != nullptr, ErrorCode::kUnavailable, "PNG: libpng cannot be initialised");
    open(bytes, samples);
  } catch (...) {
    png_destroy_read_struct(&png_, &info_, nullptr);
    throw;
  }
}

PngReader::~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }

void PngReader::check_valid(bool success) const {
  check(success, ErrorCode::kInvalidData, "{}: not a valid PNG: {}", source_, failure_.message.data());
}

void PngReader::open(std::string_view bytes, PngSamples samples) {
  check_valid(read_header());
  check(width() * height() <= kMaxPixels, ErrorCode::kInvalidData, "{}: PNG of {} x {} is more than {} pixels", source_,
        width(), height(), kMaxPixels);
  const std::size_t packed_bytes = row_bytes() * height();
  check(packed_bytes / kMaxExpansion <= bytes.size(), ErrorCode::kInvalidData,
        "{}: not a valid PNG: {} bytes cannot hold {} x {} pixels", source_, bytes.size(), width(), height());
  color_type_ = png_get_color_type(png_, info_);
  bit_depth_ = png_get_bit_depth(png_, info_);
  check_valid(convert(samples));
}

bool PngReader::read_header() {
  if (setjmp(png_jmpbuf(png_)) != 0) return false;
  png_set_user_limits(png_, kMaxSide, kMaxSide);
  png_set_chunk_malloc_max(png_, png_alloc_size_t{8} << 20);
  png_set_chunk_cache_max(png_, 64);
  png_set_benign_errors(png_, 0);  // damage is an error here, not a warning
  // Of the chunks that need not be there only tRNS is looked at: what writers do wrong in the others (RGB profiles of
  // grey pictures, a chunk twice, texts without end) is no damage to the picture.
  png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  png_set_read_fn(png_, &unread_, read_bytes);
  png_read_info(png_, info_);
  return true;
}

/// It may fail, as it reallocates rows.
bool PngReader::convert(PngSamples samples) {
  if (setjmp(png_jmpbuf(png_)) != 0) return false;
  if (samples == PngSamples::kRgb) {
    png_set_expand(png_);  // palette to RGB, low bit depths to 8, transparency to alpha
    png_set_scale_16(png_);
    png_set_gray_to_rgb(png_);
  } else if (color_type_ == PNG_COLOR_TYPE_PALETTE) {
    png_set_packing(png_);                     // one index a byte
    png_set_check_for_invalid_index(png_, 0);  // Pillow has colours for them
  } else if (color_type_ == PNG_COLOR_TYPE_GRAY) {
    if (bit_depth_ < 8) png_set_expand_gray_1_2_4_to_8(png_);
    if constexpr (std::endian::native == std::endian::little) png_set_swap(png_);
  } else {
    png_set_strip_16(png_);
  }
  png_set_interlace_handling(png_);
  png_read_update_info(png_, info_);
  return true;
}

std::vector<png_color> PngReader::palette() const {
  png_colorp colors = nullptr;
  int count = 0;
  if (png_get_PLTE(png_, info_, &colors, &count) == 0) return {};
  return {colors, colors + count};
}

bool PngReader::read_pixels(png_bytepp rows) {
  if (setjmp(png_jmpbuf(png_)) != 0) return false;
  png_read_image(png_, rows);
  png_read_end(png_, nullptr);
  return true;
}

void PngReader::read(png_bytep pixels) {
  std::vector<png_bytep> rows = png_rows(pixels, height(), row_bytes());
  check_valid(read_pixels(rows.data()));
}

}  // namespace emo3d::image
