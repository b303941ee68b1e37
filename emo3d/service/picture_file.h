#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>

#include "emo3d/service/motion.h"
#include "emo3d/service/picture.h"

/// Pictures as files, still or moving.
///
///     PictureFile file("joy.webp", {.size_px = 512}, {.frames = 24, .back = true});
///     file.draw(rig::Head::built_in(), joy, {});
///     file.commit();
namespace emo3d::service {

/// Is told of each group of pictures that is done, in the thread that draws; what it throws ends the work.
using PictureProgress = std::function<void(std::size_t pictures)>;

/// True where a PictureFile may have this name: .png, .webp, .mp4 or a folder.
[[nodiscard]] bool is_picture_path(const std::filesystem::path& path);

/// Takes the pictures of a motion in order and makes a file, or several, of them.
class PictureSink {
 public:
  virtual ~PictureSink() = default;
  virtual void add(std::span<const image::Image> pictures) = 0;
  /// Gives all files their names. \throws Error kIo naming the path.
  virtual void commit() = 0;
};

/// A picture file under construction; without commit() nothing is left of it.
class PictureFile {
 public:
  /// A still picture: .png or .webp (lossless). A motion: .webp, .mp4, or PNG files whose name `path` gives as
  /// "face_%04d.png", with the number of the frame from 1 on; a folder, that is a path that ends in a slash or where
  /// one stands, is new or empty and gets 0001.png and so on. \throws Error kInvalidArgument for options that do not
  /// fit the kind of file, kIo where it could not be written.
  PictureFile(std::filesystem::path path, const PictureOptions& picture, const MotionOptions& motion);

  /// Draws all pictures and writes them under temporary names, several at once where there are several.
  /// \throws Error kUnavailable where the program ffmpeg is needed and cannot be run; kIo.
  void draw(const rig::Figure& figure, const face::Expression& expression, const PictureProgress& progress);
  /// \pre draw() \throws Error kIo.
  void commit();
  /// How many pictures draw() draws.
  [[nodiscard]] std::size_t pictures() const;

 private:
  std::filesystem::path path_;
  PictureOptions picture_;
  MotionOptions motion_;
  std::unique_ptr<PictureSink> sink_;
};

}  // namespace emo3d::service
