#pragma once

#include <array>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include <jpeglib.h>

// libjpeg reports errors by a callback that must not return. As in png_reader.h, each setjmp stands in a small function
// with trivial locals only, and everything that owns memory lives in its callers.
namespace emo3d::image {

/// libjpeg's error state, and where to go on.
struct JpegFailure {
  jpeg_error_mgr manager;  // first, so that libjpeg's pointer to it points to the whole
  std::jmp_buf jump;
  std::array<char, JMSG_LENGTH_MAX> message;
};

/// What is to become of grey files.
enum class JpegGrey { kRgb, kStays };

/// libjpeg's reading state over untrusted bytes, freed with the object. The bytes outlive it. Samples are 8-bit: 1 a
/// pixel for grey, 3 for RGB, 4 for the inks of CMYK and YCCK files, as stored.
class JpegReader {
 public:
  /// Reads the header. `source` starts error messages. \throws Error kInvalidData where it is not valid, holds no
  /// grey, YCbCr, RGB, CMYK or YCCK, or where the size is beyond the limits of Image or of what so many bytes can hold.
  JpegReader(std::string_view bytes, std::string_view source, JpegGrey grey);
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;
  ~JpegReader() { jpeg_destroy_decompress(&state_); }

  [[nodiscard]] std::size_t width() const { return state_.image_width; }
  [[nodiscard]] std::size_t height() const { return state_.image_height; }
  /// Samples a pixel: 1, 3 or 4.
  [[nodiscard]] int components() const { return state_.output_components; }
  /// Whether inks are written as Adobe does: the paper that each leaves bare.
  [[nodiscard]] bool has_adobe_marker() const { return state_.saw_Adobe_marker != FALSE; }

  /// Reads all pixels: height() rows of width() * components() bytes. \throws Error kInvalidData.
  void read(std::uint8_t* pixels);

 private:
  [[nodiscard]] bool read_header(std::string_view bytes);
  [[nodiscard]] bool start(JpegGrey grey);
  [[nodiscard]] bool read_rows(std::uint8_t* pixels, std::size_t row_bytes);
  void open(std::string_view bytes, JpegGrey grey);
  void check_valid(bool success) const;

  std::string_view source_;
  JpegFailure failure_{};
  jpeg_progress_mgr progress_{};
  jpeg_decompress_struct state_{};
};

}  // namespace emo3d::image
