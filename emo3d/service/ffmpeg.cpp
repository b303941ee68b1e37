#include "emo3d/service/ffmpeg.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

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
          "-color_trc", "iec61966-2-1", "-color_range", "tv", "-movflags", "+faststart", "-f", "mp4", path.string()};
}

/// The first line of a log that says something.
std::string first_line(const fs::path& log) {
  const std::string text = read_file(log);
  const std::size_t start = text.find_first_not_of("\r\n");
  if (start == std::string::npos) return "no message";
  return text.substr(start, text.find_first_of("\r\n", start) - start);
}

pid_t start(std::vector<std::string> arguments, int standard_input, const fs::path& log) {
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, standard_input, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  // A group of its own: Ctrl-C reaches this program alone, which then ends the other.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t child = -1;
  const int error = posix_spawnp(&child, pointers[0], &actions, &attributes, pointers.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  check(error == 0, ErrorCode::kUnavailable,
        "ffmpeg, which makes .mp4 files, cannot be run: {}; install it (Debian package ffmpeg) or write a .webp",
        std::strerror(error));
  return child;
}

}  // namespace

FfmpegVideo::FfmpegVideo(const fs::path& path, int width, int height, int fps)
    : log_(path.string() + ".log"), width_(width), height_(height) {
  check(width % 2 == 0 && height % 2 == 0, ErrorCode::kInvalidArgument, "MP4: {} x {} is odd; take an even size", width,
        height);
  // A socket and not a pipe: writing to one that nobody reads any more can be an error instead of a signal.
  std::array<int, 2> ends{};
  check(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0, ErrorCode::kIo,
        "ffmpeg cannot be reached: {}", std::strerror(errno));
  socket_ = ends[0];
  try {
    child_ = start(command_line(path, width, height, fps), ends[1], log_);
  } catch (...) {
    ::close(ends[0]);
    ::close(ends[1]);
    throw;
  }
  ::close(ends[1]);
}

FfmpegVideo::~FfmpegVideo() {
  if (child_ < 0) return;
  ::kill(child_, SIGKILL);
  (void)wait();
}

int FfmpegVideo::wait() {
  ::close(socket_);
  int status = 0;
  while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void FfmpegVideo::give_up() {
  (void)wait();
  fail(ErrorCode::kIo, "ffmpeg: {}", first_line(log_));
}

void FfmpegVideo::add(const image::Image& frame) {
  check(frame.format() == image::Format::kRgb && frame.width() == width_ && frame.height() == height_,
        ErrorCode::kInvalidArgument, "MP4: a frame is not {} x {} pixels of RGB", width_, height_);
  for (std::span<const std::uint8_t> left = frame.bytes(); !left.empty();) {
    const ssize_t sent = ::send(socket_, left.data(), left.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) give_up();
    left = left.subspan(static_cast<std::size_t>(sent));
  }
}

void FfmpegVideo::finish() {
  const int code = wait();
  check(code == 0, ErrorCode::kIo, "ffmpeg: {}", first_line(log_));
}

}  // namespace emo3d::service
