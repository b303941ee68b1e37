#include "emo3d/service/picture_file.h"

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

#include "emo3d/base/atomic_folder.h"
#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/parallel.h"
#include "emo3d/render/render.h"
#include "emo3d/service/picture_sinks.h"

namespace emo3d::service {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kHowToMove = "a motion is written as .webp, .mp4, FOLDER/ or as PNG files, face_%04d.png";

bool names_a_folder(const fs::path& path) {
  std::error_code error;
  return !path.empty() && (!path.has_filename() || fs::is_directory(path, error));
}

/// The folder and the names of a PNG sequence; absent where `path` is one file, or a folder.
std::optional<std::pair<fs::path, NumberedName>> sequence(const fs::path& path) {
  if (names_a_folder(path) || extension_of(path) != ".png") return std::nullopt;
  const auto name = numbered_name(path.filename().string());
  if (!name) return std::nullopt;
  return {{path.has_parent_path() ? path.parent_path() : fs::path("."), *name}};
}

void check_mp4(const fs::path& path, const PictureOptions& picture) {
  check(!picture.background || !picture.background->transparent, ErrorCode::kInvalidArgument,
        "{}: an .mp4 cannot be transparent; write a .webp or PNG files", path.string());
  check(picture.size_px % 2 == 0, ErrorCode::kInvalidArgument, "{}: size {} is odd, an .mp4 needs an even one",
        path.string(), picture.size_px);
}

void check_kind(const fs::path& path, const PictureOptions& picture, const MotionOptions& motion) {
  const bool is_many = names_a_folder(path) || sequence(path).has_value();
  const std::string extension = extension_of(path);
  check(is_many || is_picture_path(path), ErrorCode::kInvalidArgument,
        "{}: unknown extension {}, pictures are written as .png, .webp or .mp4", path.string(),
        quote(path.extension().string()));
  if (motion.is_still()) {
    check(!is_many && extension != ".mp4", ErrorCode::kInvalidArgument,
          "{}: is for a motion: give --frames N or --turntable N too", path.string());
  } else {
    check(is_many || extension != ".png", ErrorCode::kInvalidArgument, "{}: is for a still picture; {}", path.string(),
          kHowToMove);
  }
  check(is_many || !asks_for_numbers(path.filename().string()), ErrorCode::kInvalidArgument,
        "{}: is one file; only .png files are numbered by %d", path.string());
  if (extension == ".mp4") check_mp4(path, picture);
}

void check_place(const fs::path& path, const MotionOptions& motion) {
  if (names_a_folder(path))
    AtomicFolder::check_target(path);
  else if (const auto files = sequence(path))
    check_sequence(files->first, files->second, frame_count(motion));
  else
    (void)writable_path(path);
}

std::unique_ptr<PictureSink> open_sink(const fs::path& path, const PictureOptions& picture,
                                       const MotionOptions& motion) {
  if (names_a_folder(path)) return png_folder_sink(path, picture.threads);
  if (auto files = sequence(path)) return png_sequence_sink(files->first, std::move(files->second), picture.threads);
  if (motion.is_still()) return still_sink(path);
  return extension_of(path) == ".mp4" ? mp4_sink(path, picture.size_px, motion.fps)
                                      : webp_sink(path, picture.size_px, motion.fps);
}

}  // namespace

bool is_picture_path(const fs::path& path) {
  const std::string extension = extension_of(path);
  return names_a_folder(path) || extension == ".png" || extension == ".webp" || extension == ".mp4";
}

PictureFile::PictureFile(fs::path path, const PictureOptions& picture, const MotionOptions& motion)
    : path_(std::move(path)), picture_(picture), motion_(motion) {
  check_motion(motion_);
  check_kind(path_, picture_, motion_);
  check_place(path_, motion_);
}

std::size_t PictureFile::pictures() const { return frame_count(motion_); }

void PictureFile::draw(const rig::Figure& figure, const face::Expression& expression, const PictureProgress& progress) {
  const std::vector<MotionFrame> frames = motion_frames(expression, picture_.camera, motion_);
  sink_ = open_sink(path_, picture_, motion_);
  // A picture by itself is drawn with all threads; of several, one by each, which keeps them busier.
  const std::size_t together = picture_.threads == 0 ? default_threads() : picture_.threads;
  PictureOptions single = picture_;
  if (frames.size() > 1) single.threads = 1;
  for (std::size_t first = 0; first < frames.size(); first += together) {
    std::vector<image::Image> pictures(std::min(together, frames.size() - first), image::Image(1, 1));
    parallel_for(pictures.size(), picture_.threads, [&](std::size_t i) {
      pictures[i] = service::draw(figure, frames[first + i].expression, frames[first + i].camera, single);
    });
    sink_->add(pictures);
    if (progress) progress(pictures.size());
  }
}

void PictureFile::commit() {
  sink_->commit();
  sink_.reset();
}

}  // namespace emo3d::service
