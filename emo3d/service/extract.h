#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "emo3d/image/image.h"
#include "emo3d/landmark/face.h"

/// Photos to blendshape scores, one or many.
///
///     extract_each(photos_in("photos"), {.make_detector = make}, [&](PhotoFaces&& found) { write(found); });
namespace emo3d::service {

/// Finds the faces of an image, in falling order of the detector's score. Used by one thread.
using FaceDetector = std::function<std::vector<landmark::Face>(const image::Image& image)>;

/// What a photo whose detector finds nothing has as its `reason`.
inline constexpr const char* kNoFace = "no face found";

/// A file that is taken for a photo.
struct Photo {
  std::filesystem::path path;
  std::filesystem::path below;  ///< Its name below the folder of pictures that are made of many photos; never outside.
};

/// The faces of one photo, or why there are none.
struct PhotoFaces {
  Photo photo{};
  int width = 0, height = 0;            ///< In pixels, upright; 0 where the file could not be read.
  std::vector<landmark::Face> faces{};  ///< In falling order of the detector's score.
  std::string reason{};                 ///< Why there are no faces; empty where there are some.
  std::string picture_fault{};          ///< Why a picture of them could not be made; empty where none failed.

  [[nodiscard]] bool is_failed() const { return width == 0; }
};

/// A photo in hand, while its faces are known: for pictures of them.
using PhotoVisit = std::function<void(const image::Image& image, const PhotoFaces& found)>;

/// Reads `photo` and finds its faces. What is wrong with the file becomes the `reason`, a line that does not repeat the
/// file's name; what keeps `visit` from making a picture becomes the `picture_fault` and costs no face.
/// \throws Error kInterrupted of `visit`.
[[nodiscard]] PhotoFaces extract_photo(const Photo& photo, const FaceDetector& detector, const PhotoVisit& visit = {});

struct ExtractOptions {
  std::function<FaceDetector()> make_detector;  ///< Called once in each thread.
  unsigned threads = 0;                         ///< 0: default_threads().
  PhotoVisit visit{};                           ///< Called by any thread.
};

/// extract_photo() of each, on several threads; `take` is told of them in their order, on the calling thread.
/// \throws what make_detector and `take` throw.
void extract_each(std::span<const Photo> photos, const ExtractOptions& options,
                  const std::function<void(PhotoFaces&& found)>& take);

}  // namespace emo3d::service
