#include "emo3d/image/jpeg_reader.h"

#include <jerror.h>

#include "emo3d/base/error.h"
#include "emo3d/image/image.h"

namespace emo3d::image {
namespace {

/// A progressive file may ask for each pixel to be decoded again and again; encoders write about ten scans.
constexpr int kMaxScans = 100;
/// DCT coefficients of progressive files: at most this many bytes.
constexpr long kMaxMemory = 1L << 30;
/// A block of 64 pixels takes at least a bit for each of its components, and a byte has eight.
constexpr std::size_t kMaxPixelsPerByte = 512;

JpegFailure& failure_of(j_common_ptr state) { return *reinterpret_cast<JpegFailure*>(state->err); }

[[noreturn]] void on_error(j_common_ptr state) {
  JpegFailure& failure = failure_of(state);
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
  JpegFailure& failure = failure_of(state);
  std::snprintf(failure.message.data(), failure.message.size(), "more than %d scans", kMaxScans);
  std::longjmp(failure.jump, 1);
}

/// Four inks rather than three lights.
bool is_ink(J_COLOR_SPACE space) { return space == JCS_CMYK || space == JCS_YCCK; }

}  // namespace

JpegReader::JpegReader(std::string_view bytes, std::string_view source, JpegGrey grey) : source_(source) {
  state_.err = jpeg_std_error(&failure_.manager);
  failure_.manager.error_exit = on_error;
  failure_.manager.emit_message = on_message;
  progress_.progress_monitor = on_progress;
  try {
    open(bytes, grey);
  } catch (...) {
    jpeg_destroy_decompress(&state_);
    throw;
  }
}

void JpegReader::check_valid(bool success) const {
  check(success, ErrorCode::kInvalidData, "{}: not a valid JPEG: {}", source_, failure_.message.data());
}

void JpegReader::open(std::string_view bytes, JpegGrey grey) {
  check_valid(!bytes.empty() && read_header(bytes));
  check(width() <= kMaxSide && height() <= kMaxSide && width() * height() <= kMaxPixels, ErrorCode::kInvalidData,
        "{}: JPEG of {} x {} is too large", source_, width(), height());
  check(width() * height() / kMaxPixelsPerByte <= bytes.size(), ErrorCode::kInvalidData,
        "{}: not a valid JPEG: {} bytes cannot hold {} x {} pixels", source_, bytes.size(), width(), height());
  const J_COLOR_SPACE space = state_.jpeg_color_space;
  check(space == JCS_GRAYSCALE || space == JCS_YCbCr || space == JCS_RGB || is_ink(space), ErrorCode::kInvalidData,
        "{}: JPEG with {} components is neither grey nor colour", source_, state_.num_components);
  check_valid(start(grey));
  const int expected = is_ink(space) ? 4 : space == JCS_GRAYSCALE && grey == JpegGrey::kStays ? 1 : 3;
  check_valid(state_.output_width == width() && state_.output_height == height() && components() == expected);
}

bool JpegReader::read_header(std::string_view bytes) {
  if (setjmp(failure_.jump) != 0) return false;
  jpeg_create_decompress(&state_);
  state_.mem->max_memory_to_use = kMaxMemory;
  state_.progress = &progress_;
  jpeg_mem_src(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return jpeg_read_header(&state_, TRUE) == JPEG_HEADER_OK;
}

bool JpegReader::start(JpegGrey grey) {
  if (setjmp(failure_.jump) != 0) return false;
  const J_COLOR_SPACE space = state_.jpeg_color_space;
  state_.out_color_space = is_ink(space) ? JCS_CMYK : JCS_RGB;
  if (space == JCS_GRAYSCALE && grey == JpegGrey::kStays) state_.out_color_space = JCS_GRAYSCALE;
  state_.dct_method = JDCT_ISLOW;  // the same pixels on every machine
  return jpeg_start_decompress(&state_) != FALSE;
}

bool JpegReader::read_rows(std::uint8_t* pixels, std::size_t row_bytes) {
  if (setjmp(failure_.jump) != 0) return false;
  while (state_.output_scanline < state_.output_height) {
    JSAMPROW row = pixels + state_.output_scanline * row_bytes;
    jpeg_read_scanlines(&state_, &row, 1);
  }
  return jpeg_finish_decompress(&state_) != FALSE;
}

void JpegReader::read(std::uint8_t* pixels) {
  check_valid(read_rows(pixels, width() * static_cast<std::size_t>(components())));
}

}  // namespace emo3d::image
