#pragma once

#include <png.h>

#include <array>
#include <string_view>
#include <vector>

// libpng reports errors by longjmp, which must not pass over C++ objects with destructors. So each setjmp stands in a
// small function with trivial locals only, everything that owns memory lives in its callers, and a callback that may
// throw keeps the exception inside.
namespace emo3d::image {

/// What libpng said when it gave up.
struct PngFailure {
  std::array<char, 128> message{};
};

/// libpng's callback for errors, with a PngFailure as its pointer.
[[noreturn]] void on_png_error(png_structp png, png_const_charp message);
/// Its callback for warnings: libpng's own prints.
void on_png_warning(png_structp png, png_const_charp message);

/// Pointers to the rows of a picture.
[[nodiscard]] std::vector<png_bytep> png_rows(png_bytep bytes, std::size_t height, std::size_t row_bytes);

/// What is to become of a file's samples.
enum class PngSamples {
  kRgb,     ///< 8-bit RGB, or RGBA where there is transparency, whatever the file holds.
  kPillow,  ///< As Pillow reads them: palette indices and grey stay, all with 8 bits except 16-bit grey without alpha.
};

/// libpng's reading state over untrusted bytes, freed with the object. The bytes outlive it.
class PngReader {
 public:
  /// Reads the header and sets up the conversion. `source` starts error messages.
  /// \throws Error kInvalidData where the header is not valid or the size is beyond the limits of Image or of what so
  /// many bytes can hold.
  PngReader(std::string_view bytes, std::string_view source, PngSamples samples);
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;
  ~PngReader();

  [[nodiscard]] std::size_t width() const { return png_get_image_width(png_, info_); }
  [[nodiscard]] std::size_t height() const { return png_get_image_height(png_, info_); }
  /// Of the samples as they will be read.
  [[nodiscard]] int channels() const { return png_get_channels(png_, info_); }
  [[nodiscard]] std::size_t row_bytes() const { return png_get_rowbytes(png_, info_); }
  /// Of the file: PNG_COLOR_TYPE_... and bits a sample.
  [[nodiscard]] int color_type() const { return color_type_; }
  [[nodiscard]] int bit_depth() const { return bit_depth_; }
  /// The file's palette, empty where it has none.
  [[nodiscard]] std::vector<png_color> palette() const;

  /// Reads all pixels, height() rows of row_bytes() bytes. \throws Error kInvalidData.
  void read(png_bytep pixels);

 private:
  struct Unread {
    const char* next;
    std::size_t left;
  };
  static void read_bytes(png_structp png, png_bytep out, std::size_t size);
  [[nodiscard]] bool read_header();
  [[nodiscard]] bool convert(PngSamples samples);
  [[nodiscard]] bool read_pixels(png_bytepp rows);
  void open(std::string_view bytes, PngSamples samples);
  void check_valid(bool success) const;

  std::string_view source_;
  Unread unread_;
  PngFailure failure_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  int color_type_ = 0;
  int bit_depth_ = 0;
};

}  // namespace emo3d::image
