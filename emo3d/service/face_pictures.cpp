#include "emo3d/service/face_pictures.h"

#include <algorithm>
#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/image/drawing.h"
#include "emo3d/image/lettering.h"
#include "emo3d/image/png.h"
#include "emo3d/image/resize.h"
#include "emo3d/image/webp.h"
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
  const image::Image fit = image::fitted(image::on_paper(photo), side);
  const int left = (side - fit.width()) / 2, top = (side - fit.height()) / 2;
  image::paste(picture, fit, left, top);
  const float letters = std::max(11.0f, static_cast<float>(side) / 24);
  for (std::size_t i = 0; i < std::min(faces.size(), heads); ++i) {
    const int cell = side * (1 + static_cast<int>(i));
    image::paste(picture, head_of(faces[i], head_axes(faces[i], photo.width(), photo.height()), figure, options), cell,
                 0);
    if (faces.size() == 1) continue;
    const landmark::Landmark& top_of_face = faces[i].landmarks[kTopOfFace];
    const image::Place place{static_cast<float>(left) + top_of_face.x * static_cast<float>(fit.width()),
                             static_cast<float>(top) + top_of_face.y * static_cast<float>(fit.height())};
    draw_badge(picture, i + 1, badge_corner(picture, place, badge_size(i + 1, letters)), letters);
    draw_badge(picture, i + 1, {static_cast<float>(cell) + letters / 2, letters / 2}, letters);
  }
  if (faces.empty())
    image::draw_text(picture, "no face found",
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
