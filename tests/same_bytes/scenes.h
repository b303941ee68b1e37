#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "emo3d/render/render.h"
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
  rig::Mesh bands;
  add_ellipsoid(bands, {.centre = {0, 0, 0}, .radii = {8, 11, 9}, .material_bands = true, .cells = 30});
  return {
      {"layers", head_like_mesh(), {.width = 250, .height = 190}, 0x1f0d066e46ea9581},
      {"materials",
       bands,
       {.width = 130, .height = 130, .camera = render::camera(render::View::kLeft)},
       0x4c1c14fb95d9bc8b},
      {"soup", triangle_soup(3000, 16, 1), {.width = 190, .height = 250}, 0x3f5dd447e59cfbfd},
      {"large triangles", triangle_soup(50, 800, 2), {.width = 700, .height = 100}, 0x051c95a1064a8bf7},
  };
}

[[nodiscard]] inline std::uint64_t picture_hash(const SameBytesScene& scene, unsigned threads) {
  render::RenderOptions options = scene.options;
  options.threads = threads;
  return fnv_hash(render::render(scene.mesh, options).bytes());
}

}  // namespace emo3d::testing
