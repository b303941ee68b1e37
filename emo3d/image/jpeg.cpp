#include "emo3d/image/jpeg.h"

#include <array>
#include <csetjmp>
#include <cstdio>
#include <span>

#include <jpeglib.h>

#include <jerror.h>

#include "emo3d/base/error.h"
#include "emo3d/image/png.h"

// libjpeg reports errors by a callback that must not return. As in png.cpp, each setjmp stands in a small function with
// trivial locals only, and everything that owns memory lives in its callers.
namespace emo3d::image {
namespace {

/// A progressive file may ask for each pixel to be decoded again and again; encoders write about ten scans.
constexpr int kMaxScans = 100;
/// DCT coefficients of progressive files: at most this many bytes.
constexpr long kMaxMemory = 1L << 30;
/// A block of 64 pixels takes at least a bit for each of its components, and a byte has eight.
constexpr std::size_t kMaxPixelsPerByte = 512;

struct Failure {
  jpeg_error_mgr manager;  // first, so that libjpeg's pointer to it points to the whole
  std::jmp_buf jump;
  std::array<char, JMSG_LENGTH_MAX> message;
};

Failure& failure_of(j_common_ptr state) { return *reinterpret_cast<Failure*>(state->err); }

[[noreturn]] void on_error(j_common_ptr state) {
  Failure& failure = failure_of(state);
  state->err->format_message(state, failure.message.data());
  std::longjmp(failure.jump, 1);
}

/// Level -1 is a warning: the data are damaged. Cameras and programs that change files write some that spoil no pixel:
/// bytes between segments, newer versions of JFIF, colour transforms of Adobe that are not known.
void on_message(j_common_ptr state, int level) {
  const int code = state->err->msg_code;
  if (level < 0 && code != JWRN_EXTRANEOUS_DATA && code != JWRN_JFIF_MAJOR && code != JWRN_ADOBE_XFORM) on_error(state);
}

void on_progress(j_common_ptr state) {
  if (reinterpret_cast<j_decompress_ptr>(state)->input_scan_number <= kMaxScans) return;
  Failure& failure = failure_of(state);
  std::snprintf(failure.message.data(), failure.message.size(), "more than %d scans", kMaxScans);
  std::longjmp(failure.jump, 1);
}

/// Four inks rather than three lights.
bool is_ink(J_COLOR_SPACE space) { return space == JCS_CMYK || space == JCS_YCCK; }

/// A row of CMYK as RGB. Adobe's files, and so nearly all, hold the paper that each ink leaves bare.
void convert_inks(std::span<const std::uint8_t> inks, bool bare, std::span<std::uint8_t> lights) {
  const auto light = [&](std::uint8_t ink) { return bare ? ink : 255 - ink; };
  for (std::size_t i = 0, o = 0; i < inks.size(); i += 4, o += 3)
    for (std::size_t c = 0; c < 3; ++c)
      lights[o + c] = static_cast<std::uint8_t>((light(inks[i + c]) * light(inks[i + 3]) + 127) / 255);
}

/// libjpeg's reading state, freed with the object.
class Reader {
 public:
  Reader() {
    state_.err = jpeg_std_error(&failure_.manager);
    failure_.manager.error_exit = on_error;
    failure_.manager.emit_message = on_message;
    progress_.progress_monitor = on_progress;
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { jpeg_destroy_decompress(&state_); }

  [[nodiscard]] bool read_header(std::string_view bytes);
  [[nodiscard]] bool start();
  [[nodiscard]] bool read_rows(std::uint8_t* pixels, std::size_t row_bytes);
  [[nodiscard]] const jpeg_decompress_struct& state() const { return state_; }
  [[nodiscard]] const char* message() const { return failure_.message.data(); }

 private:
  Failure failure_{};
  jpeg_progress_mgr progress_{};
  jpeg_decompress_struct state_{};
};

bool Reader::read_header(std::string_view bytes) {
  if (setjmp(failure_.jump) != 0) return false;
  jpeg_create_decompress(&state_);
  state_.mem->max_memory_to_use = kMaxMemory;
  state_.progress = &progress_;
  jpeg_mem_src(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return jpeg_read_header(&state_, TRUE) == JPEG_HEADER_OK;
}

bool Reader::start() {
  if (setjmp(failure_.jump) != 0) return false;
  state_.out_color_space = is_ink(state_.jpeg_color_space) ? JCS_CMYK : JCS_RGB;
  state_.dct_method = JDCT_ISLOW;  // the same pixels on every machine
  return jpeg_start_decompress(&state_) != FALSE;
}

bool Reader::read_rows(std::uint8_t* pixels, std::size_t row_bytes) {
  if (setjmp(failure_.jump) != 0) return false;
  while (state_.output_scanline < state_.output_height) {
    JSAMPROW row = pixels + state_.output_scanline * row_bytes;
    jpeg_read_scanlines(&state_, &row, 1);
  }
  return jpeg_finish_decompress(&state_) != FALSE;
}

}  // namespace

Image decode_jpeg(std::string_view bytes, std::string_view source) {
  Reader reader;
  const auto valid = [&](bool success) {
    check(success, ErrorCode::kInvalidData, "{}: not a valid JPEG: {}", source, reader.message());
  };
  valid(!bytes.empty() && reader.read_header(bytes));
  const std::size_t width = reader.state().image_width, height = reader.state().image_height;
  check(width <= kMaxSide && height <= kMaxSide && width * height <= kMaxPixels, ErrorCode::kInvalidData,
        "{}: JPEG of {} x {} is too large", source, width, height);
  check(width * height / kMaxPixelsPerByte <= bytes.size(), ErrorCode::kInvalidData,
        "{}: not a valid JPEG: {} bytes cannot hold {} x {} pixels", source, bytes.size(), width, height);
  const J_COLOR_SPACE space = reader.state().jpeg_color_space;
  check(space == JCS_GRAYSCALE || space == JCS_YCbCr || space == JCS_RGB || is_ink(space), ErrorCode::kInvalidData,
        "{}: JPEG with {} components is neither grey nor colour", source, reader.state().num_components);
  valid(reader.start());
  const Format stored = is_ink(space) ? Format::kRgba : Format::kRgb;
  Image image(static_cast<int>(width), static_cast<int>(height), stored);
  const auto channels = static_cast<std::size_t>(image.channels());
  valid(reader.state().output_width == width && reader.state().output_height == height &&
        reader.state().output_components == image.channels());
  valid(reader.read_rows(image.bytes().data(), width * channels));
  if (stored == Format::kRgb) return image;
  Image lights(image.width(), image.height());
  convert_inks(image.bytes(), reader.state().saw_Adobe_marker != FALSE, lights.bytes());
  return lights;
}

Image decode_image(std::string_view bytes, std::string_view source) {
  if (bytes.starts_with("\x89PNG")) return decode_png(bytes, source);
  check(bytes.starts_with("\xff\xd8"), ErrorCode::kInvalidData, "{}: a picture that is neither PNG nor JPEG", source);
  return decode_jpeg(bytes, source);
}

}  // namespace emo3d::image
