#include "emo3d/service/picture.h"

#include "emo3d/base/error.h"
#include "emo3d/render/render.h"

namespace emo3d::service {

render::LightPreset parse_light(std::string_view name) {
  std::string known;
  for (const render::LightPreset& preset : render::light_presets()) {
    if (preset.name == name) return preset;
    known += (known.empty() ? "" : ", ") + std::string(preset.name);
  }
  fail(ErrorCode::kInvalidArgument, "light {} is unknown, expected one of {}", quote(name), known);
}

image::Image draw(const rig::Figure& figure, const face::Expression& expression, const render::Camera& camera,
                  const PictureOptions& options) {
  return draw_posed(figure.pose(expression), figure.head_place(), camera, options);
}

image::Image draw_posed(const rig::Mesh& posed, const rig::HeadPlace& head, const render::Camera& camera,
                        const PictureOptions& options) {
  return render::render(posed, {.width = options.size_px,
                                .height = options.size_px,
                                .camera = render::fit(camera, head),
                                .threads = options.threads,
                                .lighting = options.light.lighting,
                                .head = head,
                                .background = options.background.value_or(options.light.background),
                                .before_tile = options.before_tile});
}

}  // namespace emo3d::service
