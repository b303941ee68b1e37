#include "emo3d/extract_pictures.h"

#include <string>
#include <system_error>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/service/face_pictures.h"
#include "emo3d/service/photo_list.h"

namespace emo3d::cli {
namespace fs = std::filesystem;

std::vector<fs::path> targets(const FacePictureOptions& options) {
  std::vector<fs::path> paths;
  for (const fs::path& path : {options.overlay, options.comparison})
    if (!path.empty()) paths.push_back(path);
  return paths;
}

FacePictures::FacePictures(const FacePictureOptions& options, bool is_single)
    : options_(options), is_single_(is_single) {
  const std::vector<fs::path> paths = targets(options);
  for (const fs::path& path : paths) check_target(path);
  check(options.overlay.empty() || options.comparison.empty() ||
            !service::is_same_place(options.overlay, options.comparison),
        ErrorCode::kInvalidArgument,
        "{}: --overlay and --render write there, one over the other; give each its own name", options.overlay.string());
  if (!options.comparison.empty()) figure_ = service::load_figure(options.figure);
  if (!is_single) options_.picture.threads = 1;  // photos are drawn side by side
}

void FacePictures::draw(const image::Image& image, const service::PhotoFaces& found) const {
  if (!options_.overlay.empty())
    write(options_.overlay, found, service::draw_overlay(image, found.faces, options_.picture.size_px));
  if (figure_)
    write(options_.comparison, found, service::draw_comparison(image, found.faces, *figure_, options_.picture));
}

void FacePictures::check_target(const fs::path& path) const {
  if (path.empty()) return;
  if (is_single_) {
    service::check_face_picture(path);
    (void)writable_path(path);
    return;
  }
  std::error_code error;
  check(!path.has_filename() || fs::is_directory(path, error), ErrorCode::kInvalidArgument,
        "{}: pictures of several photos go to a folder: write {}/", path.string(), path.string());
}

/// Of several photos, each in the folder under the photo's own name with ".png" behind it.
void FacePictures::write(const fs::path& target, const service::PhotoFaces& found, const image::Image& picture) const {
  if (is_single_) return service::write_face_picture(target, picture);
  const fs::path path = target / (found.photo.below.string() + ".png");
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  check(!error, ErrorCode::kIo, "{}: cannot make a folder: {}", path.parent_path().string(), error.message());
  service::write_face_picture(path, picture);
}

}  // namespace emo3d::cli
