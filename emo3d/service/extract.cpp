#include "emo3d/service/extract.h"

#include <new>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/in_order.h"
#include "emo3d/image/read_image.h"

namespace emo3d::service {
namespace {

/// Errors of reading start with the file's name, which stands beside the reason already.
std::string without_name(std::string message, const std::filesystem::path& path) {
  const std::string start = path.string() + ": ";
  return message.starts_with(start) ? message.substr(start.size()) : message;
}

}  // namespace

PhotoFaces extract_photo(const std::filesystem::path& image, const FaceDetector& detector, const PhotoVisit& visit) {
  PhotoFaces found{.image = image};
  try {
    const image::Image photo = image::read_image(image);
    found.faces = detector(photo);
    found.width = photo.width();
    found.height = photo.height();
    if (found.faces.empty()) found.reason = kNoFace;
    if (visit) visit(photo, found);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kInterrupted) throw;
    found = {.image = image, .reason = without_name(error.what(), image)};
  } catch (const std::bad_alloc&) {
    found = {.image = image, .reason = "out of memory"};
  }
  return found;
}

void extract_each(std::span<const std::filesystem::path> images, const ExtractOptions& options,
                  const std::function<void(PhotoFaces&& photo)>& take) {
  parallel_in_order(
      images.size(), options.threads,
      [&] {
        return [&, detector = options.make_detector()](std::size_t i) {
          return extract_photo(images[i], detector, options.visit);
        };
      },
      [&](std::size_t, PhotoFaces&& photo) { take(std::move(photo)); });
}

}  // namespace emo3d::service
