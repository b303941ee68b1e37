#include "emo3d/service/extract.h"

#include <new>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/in_order.h"
#include "emo3d/image/read_image.h"

namespace emo3d::service {
namespace {

/// Errors of reading start with the file's name, which stands beside the reason already.
std::string without_name(const std::string& message, const std::filesystem::path& path) {
  const std::string start = path.string() + ": ";
  return message.starts_with(start) ? message.substr(start.size()) : message;
}

/// What keeps `visit` from making its pictures; empty where nothing does.
std::string picture_fault(const PhotoVisit& visit, const image::Image& image, const PhotoFaces& found) {
  try {
    if (visit) visit(image, found);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kInterrupted) throw;
    return error.what();
  } catch (const std::bad_alloc&) {
    return "out of memory";
  }
  return {};
}

}  // namespace

PhotoFaces extract_photo(const Photo& photo, const FaceDetector& detector, const PhotoVisit& visit) {
  PhotoFaces found{.photo = photo};
  try {
    const image::Image image = image::read_image(photo.path);
    found.faces = detector(image);
    found.width = image.width();
    found.height = image.height();
    if (found.faces.empty()) found.reason = kNoFace;
    found.picture_fault = picture_fault(visit, image, found);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kInterrupted) throw;
    found = {.photo = photo, .reason = without_name(error.what(), photo.path)};
  } catch (const std::bad_alloc&) {
    found = {.photo = photo, .reason = "out of memory"};
  }
  return found;
}

void extract_each(std::span<const Photo> photos, const ExtractOptions& options,
                  const std::function<void(PhotoFaces&& found)>& take) {
  parallel_in_order(
      photos.size(), options.threads,
      [&] {
        return [&, detector = options.make_detector()](std::size_t i) {
          return extract_photo(photos[i], detector, options.visit);
        };
      },
      [&](std::size_t, PhotoFaces&& found) { take(std::move(found)); });
}

}  // namespace emo3d::service
