#include "emo3d/render/render.h"

#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/base/parallel.h"
#include "emo3d/render/key_shadow.h"
#include "emo3d/render/overdraw.h"
#include "emo3d/render/projection.h"
#include "emo3d/render/resolve.h"
#include "emo3d/render/shading.h"
#include "emo3d/render/tile.h"
#include "emo3d/render/triangles.h"

namespace emo3d::render {
namespace {

void check_size(const char* side, int size) {
  check(size >= kMinSide_px && size <= kMaxSide_px, ErrorCode::kInvalidArgument, "render: {} {} is not in [{},{}]",
        side, size, kMinSide_px, kMaxSide_px);
}

void check_length(const char* array, std::size_t length, std::size_t positions) {
  check(length == positions, ErrorCode::kInvalidArgument, "render: mesh has {} {} for {} positions", length, array,
        positions);
}

void check_surfaces(const rig::Surfaces& surfaces, std::size_t positions) {
  check_length("surface numbers", surfaces.of_vertex.size(), positions);
  check_length("surface points", surfaces.points.size(), positions);
  for (const std::uint32_t surface : surfaces.of_vertex)
    check(surface < surfaces.list.size(), ErrorCode::kInvalidArgument, "render: mesh has surface {} of {}", surface,
          surfaces.list.size());
  for (const rig::SurfacePoint& p : surfaces.points)
    check(std::abs(p.u) <= kMaxTextureCoordinate && std::abs(p.v) <= kMaxTextureCoordinate, ErrorCode::kInvalidArgument,
          "render: texture coordinate ({},{}) is out of range", p.u, p.v);
  for (const rig::Surface& surface : surfaces.list)
    check(!surface.texture || !surface.texture->empty(), ErrorCode::kInvalidArgument,
          "render: a surface's picture has no levels");
}

void check_mesh(const rig::Mesh& mesh) {
  check_length("normals", mesh.normals.size(), mesh.positions.size());
  check_length("colours", mesh.colours.size(), mesh.positions.size());
  check_length("occlusion values", mesh.occlusion.size(), mesh.positions.size());
  check_length("materials", mesh.materials.size(), mesh.positions.size());
  check(mesh.detail.size() <= mesh.positions.size(), ErrorCode::kInvalidArgument,
        "render: mesh has detail for {} of {} vertices", mesh.detail.size(), mesh.positions.size());
  for (std::size_t i = 0; i < mesh.materials.size(); ++i)
    check(static_cast<std::size_t>(mesh.materials[i]) < kMaterialCount, ErrorCode::kInvalidArgument,
          "render: vertex {} has unknown material {}", i, static_cast<int>(mesh.materials[i]));
  if (mesh.surfaces) check_surfaces(*mesh.surfaces, mesh.positions.size());
}

/// Draws a triangle into a tile as its surface says.
void draw(Tile& tile, const ScreenTriangle& triangle, std::int32_t index, const rig::Surfaces* surfaces) {
  if (surfaces == nullptr) return tile.draw(triangle, index);
  const rig::Surface& surface = surface_of(*surfaces, triangle);
  if (triangle.back_facing && !surface.double_sided) return;
  if (surface.alpha_mode == rig::AlphaMode::kOpaque) return tile.draw(triangle, index);
  tile.draw(triangle, index, AlphaTest(*surfaces, triangle));
}

void check_indices(const rig::Mesh& mesh) {
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i)
    for (const std::uint32_t vertex : mesh.triangles[i])
      check(vertex < mesh.positions.size(), ErrorCode::kInvalidArgument, "render: triangle {} has vertex {} of {}", i,
            vertex, mesh.positions.size());
}

std::vector<rig::Vec3> background_rows(const Background& background, int height) {
  std::vector<rig::Vec3> rows(static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    const float t = (static_cast<float>(y) + 0.5f) / static_cast<float>(height);
    rows[static_cast<std::size_t>(y)] = mix(background.top, background.bottom, t);
  }
  return rows;
}

}  // namespace

image::Image render(const rig::Mesh& mesh, const RenderOptions& options) {
  check_size("width", options.width);
  check_size("height", options.height);
  check_mesh(mesh);
  const Viewport port = viewport(options.camera, options.width, options.height);
  check_indices(mesh);
  const std::vector<float> key_light =
      key_visibility(mesh, port.frame, {options.lighting.lights[0].direction, options.head}, options.threads);
  const ProjectedVertices vertices = project_vertices(mesh, key_light, port, options.threads);
  check_overdraw(mesh.triangles, vertices.screen, options.width, options.height);
  const TriangleBins bins(mesh.triangles, vertices.screen, options.width, options.height, options.threads);
  const Shader shader(options.lighting);
  const Scene scene{.viewport = port,
                    .bins = bins,
                    .attributes = vertices.attributes,
                    .detail = vertices.detail,
                    .materials = mesh.materials,
                    .shader = shader,
                    .surfaces = mesh.surfaces.get(),
                    .background = background_rows(options.background, options.height)};

  image::Image picture(options.width, options.height,
                       options.background.transparent ? image::Format::kRgba : image::Format::kRgb);
  const auto tiles_across = static_cast<std::size_t>(bins.tiles_across());
  parallel_for(tiles_across * static_cast<std::size_t>(bins.tiles_down()), options.threads, [&](std::size_t i) {
    if (options.before_tile) options.before_tile();
    const int tile_x = static_cast<int>(i % tiles_across), tile_y = static_cast<int>(i / tiles_across);
    const TriangleBins::TileTriangles triangles = bins.in_tile(tile_x, tile_y);
    if (triangles.indices.empty()) return fill_background(tile_x * kTileSize, tile_y * kTileSize, scene, picture);
    Tile tile;
    tile.clear(tile_x * kTileSize, tile_y * kTileSize);
    for (std::size_t layer = 0; layer < TriangleBins::TileTriangles::kLayers; ++layer) {
      for (const std::uint32_t index : triangles.layer(layer))
        draw(tile, bins.triangle(index), static_cast<std::int32_t>(index), scene.surfaces);
      tile.settle();
    }
    resolve(tile, scene, picture);
  });
  return picture;
}

}  // namespace emo3d::render
