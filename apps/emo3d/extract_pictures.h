#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "emo3d/service/extract.h"
#include "emo3d/service/figure.h"
#include "emo3d/service/picture.h"

namespace emo3d::cli {

/// Which pictures `extract` draws of photos.
struct FacePictureOptions {
  std::filesystem::path overlay;     ///< Empty: none.
  std::filesystem::path comparison;  ///< Empty: none.
  service::FigureOptions figure;     ///< For `comparison`.
  service::PictureOptions picture;
};

/// The files or folders that pictures go to.
[[nodiscard]] std::vector<std::filesystem::path> targets(const FacePictureOptions& options);

/// Writes the pictures that were asked for, of each photo as soon as its faces are known.
class FacePictures {
 public:
  /// Of one photo to files, of several to folders. \throws Error where a picture could not be written so, or the figure
  /// not loaded.
  FacePictures(const FacePictureOptions& options, bool is_single);

  void draw(const image::Image& image, const service::PhotoFaces& found) const;

 private:
  void check_target(const std::filesystem::path& path) const;
  void write(const std::filesystem::path& target, const service::PhotoFaces& found, const image::Image& picture) const;

  FacePictureOptions options_;
  bool is_single_;
  std::shared_ptr<const rig::Figure> figure_;
};

}  // namespace emo3d::cli
