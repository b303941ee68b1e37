#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/render/light_presets.h"
#include "emo3d/render/render.h"
#include "emo3d/rig/head.h"
#include "tests/support/fnv_hash.h"
#include "tests/support/synthetic_meshes.h"

/// Pictures that must be the same bytes everywhere: tests/golden_renders compares them with the committed ones,
/// tests/same_bytes compares compilers and optimisation levels.
namespace emo3d::testing {

struct Scene {
  std::string_view name;
  rig::Mesh mesh;
  render::RenderOptions options;
};

/// What the renderer alone decides; only a change to the renderer may change these pictures.
[[nodiscard]] inline std::vector<Scene> synthetic_scenes() {
  rig::Mesh bands;
  add_ellipsoid(bands, {.centre = {0, 0, 0}, .radii = {8, 11, 9}, .material_bands = true, .cells = 30});
  const render::Camera left = render::camera(render::View::kLeft);
  return {
      {"layers", head_like_mesh(), {.width = 125, .height = 95}},
      {"materials", bands, {.width = 97, .height = 97, .camera = left}},
      {"soup", triangle_soup(3000, 16, 1), {.width = 95, .height = 125}},
      {"large_triangles", triangle_soup(50, 800, 2), {.width = 400, .height = 50}},
  };
}

/// The built-in head showing `scores`, 160 px, with the light preset of this name and the background that suits it.
[[nodiscard]] inline Scene head_scene(std::string_view name, std::string_view light, const render::Camera& camera,
                                      std::initializer_list<std::pair<std::string_view, float>> scores) {
  face::Expression expression;
  for (const auto& [channel, score] : scores) expression.set(channel, score);
  for (const render::LightPreset& preset : render::light_presets())
    if (preset.name == light)
      return {name,
              rig::Head::built_in().pose(expression),
              {.width = 160,
               .height = 160,
               .camera = camera,
               .lighting = preset.lighting,
               .background = preset.background}};
  fail(ErrorCode::kInvalidArgument, "no light is called {}", light);
}

/// The built-in head: every light, every view, the parts that move. Changes to its looks change these pictures.
[[nodiscard]] inline std::vector<Scene> head_scenes() {
  const render::Camera front = render::camera(render::View::kFront);
  const render::Camera three_quarter = render::camera(render::View::kThreeQuarter);
  std::vector<Scene> scenes = {
      head_scene("rest", "studio", front, {}),
      head_scene("grin", "studio", three_quarter,
                 {{"mouthSmileLeft", 0.7f},
                  {"mouthSmileRight", 0.7f},
                  {"cheekSquintLeft", 0.7f},
                  {"jawOpen", 0.7f},
                  {"eyeLookOutLeft", 0.7f}}),
      head_scene("wink", "soft", front, {{"eyeBlinkLeft", 1}, {"mouthSmileLeft", 0.8f}, {"mouthSmileRight", 0.4f}}),
      head_scene("fury", "dramatic", three_quarter,
                 {{"browDownLeft", 1},
                  {"browDownRight", 1},
                  {"noseSneerLeft", 0.6f},
                  {"noseSneerRight", 0.6f},
                  {"mouthStretchLeft", 0.5f},
                  {"mouthStretchRight", 0.5f},
                  {"jawOpen", 0.2f}}),
      head_scene("fear", "rim", front,
                 {{"browInnerUp", 1},
                  {"eyeWideLeft", 1},
                  {"eyeWideRight", 1},
                  {"mouthStretchLeft", 0.6f},
                  {"mouthStretchRight", 0.6f},
                  {"jawOpen", 0.3f}}),
      head_scene("kiss", "sunset", render::camera(render::View::kLeft),
                 {{"mouthPucker", 1}, {"eyeBlinkLeft", 1}, {"eyeBlinkRight", 1}}),
      head_scene("sorrow", "moonlight", render::camera(render::View::kRight),
                 {{"mouthFrownLeft", 1}, {"mouthFrownRight", 1}, {"browInnerUp", 0.8f}}),
      head_scene("surprise", "flat", front,
                 {{"jawOpen", 1},
                  {"browOuterUpLeft", 1},
                  {"browOuterUpRight", 1},
                  {"browInnerUp", 0.7f},
                  {"tongueOut", 0.5f}}),
      head_scene("cut_out", "studio", front, {{"cheekPuff", 1}, {"mouthLeft", 0.5f}}),
  };
  scenes.back().options.background.transparent = true;
  return scenes;
}

[[nodiscard]] inline image::Image draw(const Scene& scene, unsigned threads) {
  render::RenderOptions options = scene.options;
  options.threads = threads;
  return render::render(scene.mesh, options);
}

}  // namespace emo3d::testing
