#include "emo3d/service/face_pictures.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/image/drawing.h"
#include "emo3d/image/lettering.h"
#include "emo3d/image/png.h"
#include "emo3d/image/resize.h"
#include "emo3d/image/webp.h"
#include "emo3d/service/extract.h"
#include "emo3d/service/face_badge.h"
#include "emo3d/service/head_pose.h"

namespace emo3d::service {
namespace {

using Colour = std::array<std::uint8_t, 3>;

/// Around a photo that is no square: what the renderer's studio shows in its middle.
constexpr Colour kMargin = {46, 48, 52};
constexpr Colour kInk = {255, 255, 255};

image::Image filled(int width, int height, const Colour& colour) {
  image::Image image(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) std::ranges::copy(colour, image.pixel(x, y).data());
  return image;
}

/// A part of a photo, in pixels.
struct Part {
  int left = 0, top = 0, width = 0, height = 0;
};

image::Image part_of(const image::Image& photo, const Part& part) {
  image::Image copy(part.width, part.height, photo.format());
  const std::size_t pixel = static_cast<std::size_t>(photo.channels());
  const std::size_t row = static_cast<std::size_t>(part.width) * pixel;
  for (int y = 0; y < part.height; ++y) {
    const auto from = (static_cast<std::size_t>(part.top + y) * static_cast<std::size_t>(photo.width()) +
                       static_cast<std::size_t>(part.left)) *
                      pixel;
    std::ranges::copy(photo.bytes().subspan(from, row),
                      copy.bytes().subspan(static_cast<std::size_t>(y) * row, row).begin());
  }
  return copy;
}

/// The whole photo; a square around small faces, as far as the photo reaches.
Part part_around(const image::Image& photo, std::span<const landmark::Face> faces) {
  constexpr float kSmall = 1.0f / 3, kRoom = 2.2f;  // the mesh ends at the brow: hair and chin need room
  const auto width = static_cast<float>(photo.width()), height = static_cast<float>(photo.height());
  const Part whole{0, 0, photo.width(), photo.height()};
  float left = width, right = 0, top = height, bottom = 0, tallest = 0;
  for (const landmark::Face& face : faces) {
    const auto [low_x, high_x] = std::ranges::minmax(face.landmarks, {}, &landmark::Landmark::x);
    const auto [low_y, high_y] = std::ranges::minmax(face.landmarks, {}, &landmark::Landmark::y);
    left = std::min(left, low_x.x * width);
    right = std::max(right, high_x.x * width);
    top = std::min(top, low_y.y * height);
    bottom = std::max(bottom, high_y.y * height);
    tallest = std::max(tallest, high_y.y - low_y.y);
  }
  if (faces.empty() || tallest >= kSmall || right <= left || bottom <= top) return whole;
  // Faces far apart need no more room around them than their own size.
  const float span = std::max(right - left, bottom - top), room = (kRoom - 1) * tallest * height;
  const float side = std::max(span + room, 1.0f);
  const auto stretch = [&](float middle, float length) {
    const float from = std::clamp(middle - side / 2, 0.0f, std::max(0.0f, length - side));
    const int first = static_cast<int>(from);
    return std::pair{first, std::clamp(static_cast<int>(side), 1, static_cast<int>(length) - first)};
  };
  const auto [x, columns] = stretch((left + right) / 2, width);
  const auto [y, rows] = stretch((top + bottom) / 2, height);
  return {x, y, columns, rows};
}

image::Image head_of(const landmark::Face& face, const HeadAxes& axes, const rig::Figure& figure,
                     const PictureOptions& options) {
  rig::Mesh mesh = figure.pose(landmark::expression_of(face));
  const rig::HeadPlace head = figure.head_place();
  turn(mesh, axes, head.centre);
  return image::on_paper(draw_posed(mesh, head, camera_of(options.camera), options));
}

}  // namespace

image::Image draw_comparison(const image::Image& photo, std::span<const landmark::Face> faces,
                             const rig::Figure& figure, const PictureOptions& options) {
  const int side = options.size_px;
  const std::size_t heads = std::clamp<std::size_t>(faces.size(), 1, kMaxCompared);
  image::Image picture = filled(side * (1 + static_cast<int>(heads)), side, kMargin);
  const Part part = part_around(photo, faces.first(std::min(faces.size(), heads)));
  const image::Image fit = image::fitted(image::on_paper(part_of(photo, part)), side);
  const int left = (side - fit.width()) / 2, top = (side - fit.height()) / 2;
  image::paste(picture, fit, left, top);
  const auto place_of = [&](const landmark::Landmark& point) {
    const float scale = static_cast<float>(fit.width()) / static_cast<float>(part.width);
    return image::Place{static_cast<float>(left) +
                            scale * (point.x * static_cast<float>(photo.width()) - static_cast<float>(part.left)),
                        static_cast<float>(top) +
                            scale * (point.y * static_cast<float>(photo.height()) - static_cast<float>(part.top))};
  };
  const float letters = std::max(11.0f, static_cast<float>(side) / 24);
  for (std::size_t i = 0; i < std::min(faces.size(), heads); ++i) {
    const int cell = side * (1 + static_cast<int>(i));
    image::paste(picture, head_of(faces[i], head_axes(faces[i], photo.width(), photo.height()), figure, options), cell,
                 0);
    if (faces.size() == 1) continue;
    const image::Place place = place_of(faces[i].landmarks[kTopOfFace]);
    draw_badge(picture, i + 1, badge_corner(picture, place, badge_size(i + 1, letters)), letters);
    draw_badge(picture, i + 1, {static_cast<float>(cell) + letters / 2, letters / 2}, letters);
  }
  if (faces.empty())
    image::draw_text(picture, kNoFace,
                     {.x = static_cast<float>(side) + letters, .top = letters, .size_px = letters, .colour = kInk});
  return picture;
}

void check_face_picture(const std::filesystem::path& path) {
  const std::string extension = extension_of(path);
  check(extension == ".png" || extension == ".webp", ErrorCode::kInvalidArgument,
        "{}: pictures of faces are written as .png or .webp", path.string());
}

void write_face_picture(const std::filesystem::path& path, const image::Image& picture) {
  write_file(path, extension_of(path) == ".webp" ? image::encode_webp(picture) : image::encode_png(picture));
}

}  // namespace emo3d::service
