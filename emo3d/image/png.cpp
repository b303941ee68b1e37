#include "emo3d/image/png.h"

#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <exception>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

// libpng reports errors by longjmp, which must not pass over C++ objects with destructors. So each setjmp stands in a
// small function with trivial locals only, everything that owns memory lives in its callers, and a callback that may
// throw keeps the exception inside.
namespace emo3d::image {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 29;
/// deflate cannot shrink data by more than 1032:1 (zlib's technical details); the slack is for interlaced files'
/// rounding.
constexpr std::size_t kMaxExpansion = 1100;

struct Failure {
  std::array<char, 128> message{};
};

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  auto* failure = static_cast<Failure*>(png_get_error_ptr(png));
  std::snprintf(failure->message.data(), failure->message.size(), "%s", message);
  png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}  // libpng's default prints to stderr

/// The bytes still to be read.
struct Source {
  const char* next;
  std::size_t left;
};

void read_bytes(png_structp png, png_bytep out, std::size_t size) {
  auto* source = static_cast<Source*>(png_get_io_ptr(png));
  if (size > source->left) png_error(png, "truncated");
  std::memcpy(out, source->next, size);
  source->next += size;
  source->left -= size;
}

void append_bytes(png_structp png, png_bytep data, std::size_t size) {
  auto* out = static_cast<std::string*>(png_get_io_ptr(png));
  bool appended = true;
  try {
    out->append(reinterpret_cast<const char*>(data), size);
  } catch (const std::exception&) {
    appended = false;
  }
  if (!appended) png_error(png, "out of memory");
}

void no_flush(png_structp) {}

/// libpng's reading state, freed with the object.
class Reader {
 public:
  Reader() : png_(png_create_read_struct(PNG_LIBPNG_VER_STRING, &failure_, on_error, on_warning)) {
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
    if (info_ == nullptr) {
      png_destroy_read_struct(&png_, nullptr, nullptr);
      fail(ErrorCode::kUnavailable, "PNG: libpng cannot be initialised");
    }
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_destroy_read_struct(&png_, &info_, nullptr); }

  [[nodiscard]] bool read_header(Source* source);
  [[nodiscard]] bool read_pixels(png_bytepp rows);
  [[nodiscard]] png_structp png() const { return png_; }
  [[nodiscard]] png_infop info() const { return info_; }
  [[nodiscard]] const char* message() const { return failure_.message.data(); }

 private:
  Failure failure_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

bool Reader::read_header(Source* source) {
  if (setjmp(png_jmpbuf(png_)) != 0) return false;
  png_set_user_limits(png_, kMaxSide, kMaxSide);
  png_set_chunk_malloc_max(png_, png_alloc_size_t{8} << 20);
  png_set_chunk_cache_max(png_, 64);
  png_set_benign_errors(png_, 0);  // damage is an error here, not a warning
  // Of the chunks that need not be there only tRNS is looked at: what writers do wrong in the others (RGB profiles of
  // grey pictures, a chunk twice, texts without end) is no damage to the picture.
  png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  png_set_read_fn(png_, source, read_bytes);
  png_read_info(png_, info_);
  return true;
}

bool Reader::read_pixels(png_bytepp rows) {
  if (setjmp(png_jmpbuf(png_)) != 0) return false;
  png_read_image(png_, rows);
  png_read_end(png_, nullptr);
  return true;
}

/// Asks for 8-bit RGB or RGBA, whatever the file holds. It may fail, as it reallocates rows.
bool set_conversions(const Reader& reader) {
  if (setjmp(png_jmpbuf(reader.png())) != 0) return false;
  png_set_expand(reader.png());  // palette to RGB, low bit depths to 8, transparency to alpha
  png_set_scale_16(reader.png());
  png_set_gray_to_rgb(reader.png());
  png_set_interlace_handling(reader.png());
  png_read_update_info(reader.png(), reader.info());
  return true;
}

std::vector<png_bytep> row_pointers(std::uint8_t* bytes, std::size_t height, std::size_t row_bytes) {
  std::vector<png_bytep> rows(height);
  for (std::size_t y = 0; y < height; ++y) rows[y] = bytes + y * row_bytes;
  return rows;
}

/// libpng's writing state, freed with the object.
class Writer {
 public:
  Writer() : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, &failure_, on_error, on_warning)) {
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
    if (info_ == nullptr) {
      png_destroy_write_struct(&png_, nullptr);
      fail(ErrorCode::kUnavailable, "PNG: libpng cannot be initialised");
    }
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { png_destroy_write_struct(&png_, &info_); }

  [[nodiscard]] bool write(const Image& image, png_bytepp rows, std::string* out);
  [[nodiscard]] const char* message() const { return failure_.message.data(); }

 private:
  Failure failure_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

bool Writer::write(const Image& image, png_bytepp rows, std::string* out) {
  if (setjmp(png_jmpbuf(png_)) != 0) return false;
  png_set_user_limits(png_, kMaxSide, kMaxSide);
  png_set_write_fn(png_, out, append_bytes, no_flush);
  // On renders, run lengths beat zlib's search for matches: level 2's time falls by a sixth and the file by a tenth.
  png_set_compression_level(png_, 1);
  png_set_compression_strategy(png_, Z_RLE);
  png_set_compression_buffer_size(png_, std::size_t{1} << 18);
  png_set_filter(png_, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
  png_set_IHDR(png_, info_, static_cast<png_uint_32>(image.width()), static_cast<png_uint_32>(image.height()), 8,
               image.format() == Format::kRgba ? PNG_COLOR_TYPE_RGBA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(png_, info_, PNG_sRGB_INTENT_PERCEPTUAL);
  png_write_info(png_, info_);
  png_write_image(png_, rows);
  png_write_end(png_, nullptr);
  return true;
}

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

std::string encode_png(const Image& image) {
  // libpng takes rows to write as non-const pointers and only reads them.
  auto* bytes = const_cast<std::uint8_t*>(image.bytes().data());
  const std::size_t row_bytes = image.bytes().size() / static_cast<std::size_t>(image.height());
  std::vector<png_bytep> rows = row_pointers(bytes, static_cast<std::size_t>(image.height()), row_bytes);
  std::string out;
  out.reserve(image.bytes().size() / 4 + 1024);
  Writer writer;
  check(writer.write(image, rows.data(), &out), ErrorCode::kIo, "PNG: cannot encode: {}", writer.message());
  return out;
}

Image decode_png(std::string_view bytes, std::string_view source) {
  check_sides(bytes, source);
  Reader reader;
  Source rest{bytes.data(), bytes.size()};
  check(reader.read_header(&rest), ErrorCode::kInvalidData, "{}: not a valid PNG: {}", source, reader.message());

  const std::size_t width = png_get_image_width(reader.png(), reader.info());
  const std::size_t height = png_get_image_height(reader.png(), reader.info());
  check(width * height <= kMaxPixels, ErrorCode::kInvalidData, "{}: PNG of {} x {} is more than {} pixels", source,
        width, height, kMaxPixels);
  const std::size_t packed_bytes = png_get_rowbytes(reader.png(), reader.info()) * height;
  check(packed_bytes / kMaxExpansion <= bytes.size(), ErrorCode::kInvalidData,
        "{}: not a valid PNG: {} bytes cannot hold {} x {} pixels", source, bytes.size(), width, height);

  check(set_conversions(reader), ErrorCode::kInvalidData, "{}: not a valid PNG: {}", source, reader.message());
  const int channels = png_get_channels(reader.png(), reader.info());
  const std::size_t row_bytes = png_get_rowbytes(reader.png(), reader.info());
  check((channels == 3 || channels == 4) && row_bytes == width * static_cast<std::size_t>(channels),
        ErrorCode::kInvalidData, "{}: PNG with {} channels cannot be converted to RGB", source, channels);

  Image image(static_cast<int>(width), static_cast<int>(height), channels == 4 ? Format::kRgba : Format::kRgb);
  std::vector<png_bytep> rows = row_pointers(image.bytes().data(), height, row_bytes);
  check(reader.read_pixels(rows.data()), ErrorCode::kInvalidData, "{}: not a valid PNG: {}", source, reader.message());
  return image;
}

Image read_png(const std::filesystem::path& path) { return decode_png(read_file(path, kMaxFileBytes), path.string()); }

void write_png(const std::filesystem::path& path, const Image& image) { write_file(path, encode_png(image)); }

}  // namespace emo3d::image
