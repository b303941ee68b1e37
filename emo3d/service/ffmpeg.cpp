#include "emo3d/service/ffmpeg.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d::service {
namespace fs = std::filesystem;
namespace {

std::vector<std::string> command_line(const fs::path& path, int width, int height, int fps) {
  return {"ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y",
          // what comes in
          "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", fmt::format("{}x{}", width, height), "-framerate",
          std::to_string(fps), "-i", "pipe:0",
          // what goes out: what every browser and editor plays, with the colours named
          "-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int", "-c:v", "libx264",
          "-preset", "medium", "-crf", "16", "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709",
          "-color_trc", "iec61966-2-1", "-color_range", "tv", "-movflags", "+faststart", "-f", "mp4",
          "file:" + path.string()};
}

/// Why the program failed: the first line of its log that says something, else how it ended.
std::string complaint(const fs::path& log, int exit_code) {
  const std::string text = read_file(log);
  const std::size_t start = text.find_first_not_of("\r\n");
  if (start != std::string::npos) return text.substr(start, text.find_first_of("\r\n", start) - start);
  return exit_code < 0 ? "ended by a signal" : fmt::format("ended with exit code {} and no message", exit_code);
}

std::unique_ptr<Process> start(std::vector<std::string> arguments, const ProcessOptions& options) {
  try {
    return std::make_unique<Process>(std::move(arguments), options);
  } catch (const Error& e) {
    fail(ErrorCode::kUnavailable,
         "ffmpeg, which makes .mp4 files, cannot be used: {}; install it (Debian package ffmpeg) or write a .webp",
         e.what());
  }
}

}  // namespace

FfmpegVideo::FfmpegVideo(const fs::path& path, int width, int height, int fps) : width_(width), height_(height) {
  check(width % 2 == 0 && height % 2 == 0, ErrorCode::kInvalidArgument, "MP4: {} x {} is odd; take an even size", width,
        height);
  // A socket and not a pipe: writing to one that nobody reads any more can be an error instead of a signal.
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    fail(ErrorCode::kIo, "ffmpeg cannot be reached: {}", std::strerror(errno));
  socket_ = ends[0];
  try {
    // A group of its own: Ctrl-C reaches this program alone, which then ends the other.
    process_ = start(command_line(path, width, height, fps),
                     {.input_descriptor = ends[1], .errors = log(), .own_group = true});
  } catch (...) {
    ::close(ends[0]);
    ::close(ends[1]);
    throw;
  }
  ::close(ends[1]);
}

FfmpegVideo::~FfmpegVideo() {
  if (socket_ >= 0) ::close(socket_);
}

int FfmpegVideo::wait() {
  ::close(std::exchange(socket_, -1));
  return process_->wait().exit_code;
}

void FfmpegVideo::give_up(int exit_code) { fail(ErrorCode::kIo, "ffmpeg: {}", complaint(log(), exit_code)); }

void FfmpegVideo::add(const image::Image& frame) {
  check(frame.format() == image::Format::kRgb && frame.width() == width_ && frame.height() == height_,
        ErrorCode::kInvalidArgument, "MP4: a frame is not {} x {} pixels of RGB", width_, height_);
  for (std::span<const std::uint8_t> left = frame.bytes(); !left.empty();) {
    const ssize_t sent = ::send(socket_, left.data(), left.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) give_up(wait());
    left = left.subspan(static_cast<std::size_t>(sent));
  }
}

void FfmpegVideo::finish() {
  if (const int exit_code = wait(); exit_code != 0) give_up(exit_code);
}

}  // namespace emo3d::service
