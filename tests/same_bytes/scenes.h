#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "emo3d/render/render.h"
#include "emo3d/rig/head.h"
#include "tests/support/fnv_hash.h"
#include "tests/support/synthetic_meshes.h"

/// Pictures that must be the same bytes everywhere.
namespace emo3d::testing {

struct SameBytesScene {
  std::string_view name;
  rig::Mesh mesh;
  render::RenderOptions options;
  std::uint64_t expected_hash;
};

/// What the renderer alone decides; only a change to the renderer may change these numbers.
[[nodiscard]] inline std::vector<SameBytesScene> synthetic_scenes() {
  rig::Mesh bands;
  add_ellipsoid(bands, {.centre = {0, 0, 0}, .radii = {8, 11, 9}, .material_bands = true, .cells = 30});
  const render::Camera left = render::camera(render::View::kLeft);
  return {
      {"layers", head_like_mesh(), {.width = 250, .height = 190}, 0x63ed7bf9fa920e1e},
      {"materials", bands, {.width = 130, .height = 130, .camera = left}, 0x5c805a70335c4b84},
      {"soup", triangle_soup(3000, 16, 1), {.width = 190, .height = 250}, 0x27d24c5eeacf0ac1},
      {"large triangles", triangle_soup(50, 800, 2), {.width = 700, .height = 100}, 0xf56f73e3abc359a7},
  };
}

/// The built-in head. After a change to its looks, tests/same_bytes/same_bytes.sh prints the numbers to put here.
[[nodiscard]] inline std::vector<SameBytesScene> head_scenes() {
  face::Expression grin;
  for (const char* channel : {"mouthSmileLeft", "mouthSmileRight", "cheekSquintLeft", "jawOpen", "eyeLookOutLeft"})
    grin.set(channel, 0.7f);
  const rig::Head& head = rig::Head::built_in();
  const render::Camera three_quarter = render::camera(render::View::kThreeQuarter);
  return {
      {"head at rest", head.pose({}), {.width = 256, .height = 256}, 0xa9673cf065a49ada},
      {"grin", head.pose(grin), {.width = 300, .height = 300, .camera = three_quarter}, 0x158a8969257e16e3},
  };
}

[[nodiscard]] inline std::uint64_t picture_hash(const SameBytesScene& scene, unsigned threads) {
  render::RenderOptions options = scene.options;
  options.threads = threads;
  return fnv_hash(render::render(scene.mesh, options).bytes());
}

}  // namespace emo3d::testing
