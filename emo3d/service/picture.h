#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "emo3d/face/expression.h"
#include "emo3d/image/image.h"
#include "emo3d/render/light_presets.h"
#include "emo3d/rig/figure.h"
#include "emo3d/service/background.h"
#include "emo3d/service/camera.h"

namespace emo3d::service {

struct PictureOptions {
  int size_px = 1024;  ///< Width and height.
  CameraOptions camera{};
  render::LightPreset light = render::light_presets()[0];
  std::optional<render::Background> background{};  ///< Absent: what suits the light.
  unsigned threads = 0;
  std::function<void()> before_tile{};  ///< As in render::RenderOptions: throws to stop.
};

/// The light preset of this name (render::light_presets()). \throws Error kInvalidArgument naming them all.
[[nodiscard]] render::LightPreset parse_light(std::string_view name);

/// `figure` with this expression, seen by `camera`, with what `options` say of everything but the camera.
/// \throws Error for a size or camera out of range.
[[nodiscard]] image::Image draw(const rig::Figure& figure, const face::Expression& expression,
                                const render::Camera& camera, const PictureOptions& options);

/// The same of a figure that has been posed, and perhaps turned; `head` is where its head is at rest.
[[nodiscard]] image::Image draw_posed(const rig::Mesh& posed, const rig::HeadPlace& head, const render::Camera& camera,
                                      const PictureOptions& options);

}  // namespace emo3d::service
