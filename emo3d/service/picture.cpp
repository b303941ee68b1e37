#include "emo3d/service/picture.h"

#include <array>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/image/png.h"
#include "emo3d/render/render.h"

namespace emo3d::service {
namespace {

constexpr std::array<std::pair<std::string_view, render::View>, 4> kViews = {
    {{"front", render::View::kFront},
     {"left", render::View::kLeft},
     {"right", render::View::kRight},
     {"three-quarter", render::View::kThreeQuarter}}};

}  // namespace

std::string draw_png(const rig::Figure& figure, const face::Expression& expression, const PictureOptions& options) {
  const rig::Mesh mesh = figure.pose(expression);
  return image::encode_png(
      render::render(mesh, {.width = options.size_px,
                            .height = options.size_px,
                            .camera = render::fit(render::camera(options.view), figure.head_place()),
                            .threads = options.threads}));
}

render::View parse_view(std::string_view name) {
  for (const auto& [known, view] : kViews)
    if (known == name) return view;
  fail(ErrorCode::kInvalidArgument, "view {} is unknown, expected front, left, right or three-quarter", quote(name));
}

}  // namespace emo3d::service
