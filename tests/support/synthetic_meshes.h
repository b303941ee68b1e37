#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "emo3d/base/random.h"
#include "emo3d/rig/mesh.h"

/// Meshes made of correctly rounded arithmetic alone (no sines), so that they are the same bits on every machine.
namespace emo3d::testing {

struct EllipsoidOptions {
  rig::Vec3 centre;
  rig::Vec3 radii{1, 1, 1};
  rig::Vec3 colour{0.7f, 0.5f, 0.4f};
  rig::Material material = rig::Material::kSkin;
  bool material_bands = false;  ///< Materials change from top to bottom instead.
  std::uint32_t cells = 8;      ///< Per edge of the cube that is blown up to the ellipsoid: 12 * cells^2 triangles.
};

inline void add_vertex(rig::Mesh& mesh, rig::Vec3 position, rig::Vec3 normal, rig::Vec3 colour, float occlusion,
                       rig::Material material) {
  mesh.positions.push_back(position);
  mesh.normals.push_back(normal);
  mesh.colours.push_back(colour);
  mesh.occlusion.push_back(occlusion);
  mesh.materials.push_back(material);
}

/// Appends a closed ellipsoid, darker in its lower half. Mirror symmetric where its centre is.
inline void add_ellipsoid(rig::Mesh& mesh, const EllipsoidOptions& options) {
  const std::uint32_t n = options.cells;
  for (int face = 0; face < 6; ++face) {
    const auto base = static_cast<std::uint32_t>(mesh.positions.size());
    const float side = face % 2 == 0 ? 1.0f : -1.0f;
    for (std::uint32_t i = 0; i <= n; ++i) {
      for (std::uint32_t j = 0; j <= n; ++j) {
        const float u = (2.0f * static_cast<float>(i) - static_cast<float>(n)) / static_cast<float>(n);
        const float v = (2.0f * static_cast<float>(j) - static_cast<float>(n)) / static_cast<float>(n);
        const rig::Vec3 cube = face < 2   ? rig::Vec3{side, u * side, v}
                               : face < 4 ? rig::Vec3{v, side, u * side}
                                          : rig::Vec3{u * side, v, side};
        const float scale = 1.0f / std::sqrt(cube.x * cube.x + cube.y * cube.y + cube.z * cube.z);
        const rig::Vec3 on{cube.x * scale, cube.y * scale, cube.z * scale};
        const rig::Vec3 slope{on.x / options.radii.x, on.y / options.radii.y, on.z / options.radii.z};
        const float length = std::sqrt(slope.x * slope.x + slope.y * slope.y + slope.z * slope.z);
        const int band = static_cast<int>((on.y + 1.0f) * 4.999f) % 5;
        add_vertex(mesh,
                   {options.centre.x + on.x * options.radii.x, options.centre.y + on.y * options.radii.y,
                    options.centre.z + on.z * options.radii.z},
                   {slope.x / length, slope.y / length, slope.z / length}, options.colour, 0.75f + 0.25f * on.y,
                   options.material_bands ? static_cast<rig::Material>(band) : options.material);
      }
    }
    for (std::uint32_t i = 0; i < n; ++i)
      for (std::uint32_t j = 0; j < n; ++j) {
        const std::uint32_t a = base + i * (n + 1) + j;
        mesh.triangles.push_back({a, a + n + 1, a + n + 2});
        mesh.triangles.push_back({a, a + n + 2, a + 1});
      }
  }
}

/// A stand-in for the built-in head of as many triangles (about 58,000) and as many layers: skin, hair, eyes, teeth.
inline rig::Mesh head_like_mesh() {
  using rig::Material;
  rig::Mesh mesh;
  add_ellipsoid(mesh, {.centre = {0, -0.5f, 0}, .radii = {7.5f, 10.5f, 8.5f}, .cells = 44});
  add_ellipsoid(mesh, {.centre = {0, -14, -4}, .radii = {5, 7, 5}, .cells = 24});
  add_ellipsoid(mesh, {.centre = {0, 4.5f, -3.5f},
                       .radii = {8.2f, 9, 9},
                       .colour = {0.035f, 0.018f, 0.012f},
                       .material = Material::kHair,
                       .cells = 36});
  for (const float side : {-1.0f, 1.0f}) {
    add_ellipsoid(mesh, {.centre = {side * 3.1f, 2.6f, 7.0f},
                         .radii = {1.3f, 1.3f, 1.3f},
                         .colour = {0.8f, 0.8f, 0.8f},
                         .material = Material::kEye,
                         .cells = 16});
    for (int tooth = 0; tooth < 14; ++tooth)
      add_ellipsoid(mesh, {.centre = {side * (0.25f + 0.4f * static_cast<float>(tooth % 7)), tooth < 7 ? -4.0f : -5.0f,
                                      7.6f - 0.25f * static_cast<float>(tooth % 7)},
                           .radii = {0.22f, 0.45f, 0.2f},
                           .colour = {0.75f, 0.72f, 0.6f},
                           .material = Material::kTooth,
                           .cells = 4});
  }
  return mesh;
}

/// Triangles of every size, slivers and back faces included, inside a cube of half side `reach` around the origin.
inline rig::Mesh triangle_soup(std::size_t triangles, float reach, std::uint64_t seed) {
  Random random(seed);
  const auto uniform = [&](double low, double high) { return static_cast<float>(random.uniform(low, high)); };
  rig::Mesh mesh;
  for (std::size_t t = 0; t < triangles; ++t) {
    const float size = reach * uniform(0, 1) * uniform(0, 1) * uniform(0, 1);
    const rig::Vec3 centre{uniform(-reach, reach), uniform(-reach, reach), uniform(-reach, reach)};
    const rig::Vec3 normal{uniform(-1, 1), uniform(-1, 1), uniform(0.1, 1)};
    const rig::Vec3 colour{uniform(0, 1), uniform(0, 1), uniform(0, 1)};
    const auto material = static_cast<rig::Material>(random.index(5));
    const auto first = static_cast<std::uint32_t>(mesh.positions.size());
    for (int corner = 0; corner < 3; ++corner) {
      const float flat = t % 3 == 0 ? 0.02f : 1.0f;
      const rig::Vec3 position{centre.x + size * uniform(-1, 1), centre.y + flat * size * uniform(-1, 1),
                               centre.z + size * uniform(-1, 1)};
      const float occlusion = uniform(0, 1);  // on its own: a call's arguments are evaluated in any order
      add_vertex(mesh, position, normal, colour, occlusion, material);
    }
    mesh.triangles.push_back({first, first + 1, first + 2});
  }
  return mesh;
}

}  // namespace emo3d::testing
