#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "emo3d/render/render.h"
#include "emo3d/rig/head.h"
#include "tests/support/fnv_hash.h"
#include "tests/support/synthetic_meshes.h"

/// Pictures that must be the same bytes everywhere. Where a change to the renderer or the head is meant to change them,
/// tests/same_bytes/same_bytes.sh prints the new numbers.
namespace emo3d::testing {

struct SameBytesScene {
  std::string_view name;
  rig::Mesh mesh;
  render::RenderOptions options;
  std::uint64_t expected_hash;
};

[[nodiscard]] inline std::vector<SameBytesScene> same_bytes_scenes() {
  using render::View;
  rig::Mesh bands;
  add_ellipsoid(bands, {.centre = {0, 0, 0}, .radii = {8, 11, 9}, .material_bands = true, .cells = 30});
  face::Expression grin;
  for (const char* channel : {"mouthSmileLeft", "mouthSmileRight", "cheekSquintLeft", "jawOpen", "eyeLookOutLeft"})
    grin.set(channel, 0.7f);
  const rig::Head& head = rig::Head::built_in();
  return {
      {"layers", head_like_mesh(), {.width = 250, .height = 190}, 0x141839fcb246021f},
      {"materials", bands, {.width = 130, .height = 130, .camera = render::camera(View::kLeft)}, 0xf91e3d32e717915e},
      {"soup", triangle_soup(3000, 16, 1), {.width = 190, .height = 250}, 0x845663443c4935b0},
      {"large triangles", triangle_soup(50, 800, 2), {.width = 700, .height = 100}, 0x213a9cef8127d724},
      {"head at rest", head.pose({}), {.width = 256, .height = 256}, 0x942b98bcdc08906d},
      {"grin",
       head.pose(grin),
       {.width = 300, .height = 300, .camera = render::camera(View::kThreeQuarter)},
       0xd91f5c861d776842},
  };
}

[[nodiscard]] inline std::uint64_t picture_hash(const SameBytesScene& scene, unsigned threads) {
  render::RenderOptions options = scene.options;
  options.threads = threads;
  return fnv_hash(render::render(scene.mesh, options).bytes());
}

}  // namespace emo3d::testing
