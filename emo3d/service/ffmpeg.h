#pragma once

#include <filesystem>
#include <memory>

#include "emo3d/base/file.h"
#include "emo3d/base/process.h"
#include "emo3d/image/image.h"

namespace emo3d::service {

/// The `ffmpeg` program writing an MP4 (H.264, 4:2:0, BT.709) from pictures that it is given one by one. It runs
/// without a shell; an object that goes without finish() ends the program.
class FfmpegVideo {
 public:
  /// Starts the program. `path` is written to directly: give a temporary name. \throws Error kUnavailable where it
  /// cannot be run, naming the package; kInvalidArgument for an odd width or height, which H.264 with 4:2:0 does not
  /// know.
  FfmpegVideo(const std::filesystem::path& path, int width, int height, int fps);
  FfmpegVideo(const FfmpegVideo&) = delete;
  FfmpegVideo& operator=(const FfmpegVideo&) = delete;
  ~FfmpegVideo();

  /// \throws Error kInvalidArgument unless `frame` is RGB and of the size given at the start; kIo with what ffmpeg
  /// said.
  void add(const image::Image& frame);
  /// Waits for the program to complete the file. \throws Error kIo with what ffmpeg said.
  void finish();

 private:
  [[noreturn]] void give_up(int exit_code);
  /// Ends the input and waits; the exit code, or -1 where a signal ended the program.
  int wait();

  [[nodiscard]] std::filesystem::path log() const { return folder_.path() / "log"; }

  TemporaryDirectory folder_;
  int width_;
  int height_;
  int socket_ = -1;
  std::unique_ptr<Process> process_;
};

}  // namespace emo3d::service
