#include "emo3d/render/render.h"

#include <cmath>
#include <memory>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/parallel.h"
#include "emo3d/render/raster.h"
#include "emo3d/render/shading.h"

namespace emo3d::render {
namespace {

using rig::Vec3;

constexpr float kNearest_cm = 1;
constexpr float kGuard_px = 32000;  // beyond it, edge functions could leave 64 bits
constexpr Vec3 kBackgroundTop = {0.72f, 0.74f, 0.79f};
constexpr Vec3 kBackgroundBottom = {0.62f, 0.64f, 0.70f};

void check_mesh(const rig::Mesh& mesh) {
  const std::size_t count = mesh.positions.size();
  const auto same = [&](std::size_t n, const char* what) {
    check(n == count, ErrorCode::kInvalidArgument, "mesh has {} {} for {} positions", n, what, count);
  };
  same(mesh.normals.size(), "normals");
  same(mesh.colours.size(), "colours");
  same(mesh.occlusion.size(), "occlusion values");
  same(mesh.materials.size(), "materials");
  for (const rig::Triangle& t : mesh.triangles)
    for (const std::uint32_t v : t)
      check(v < count, ErrorCode::kInvalidArgument, "mesh triangle names vertex {} of {}", v, count);
}

Vec3 blend(const Vec3& a, float wa, const Vec3& b, float wb, const Vec3& c, float wc) {
  return {a.x * wa + b.x * wb + c.x * wc, a.y * wa + b.y * wb + c.y * wc, a.z * wa + b.z * wb + c.z * wc};
}

/// A mesh seen by a camera: everything the tiles read.
class Scene {
 public:
  Scene(const rig::Mesh& mesh, const RenderOptions& options)
      : mesh_(mesh), projection_(options.camera), height_(options.height) {
    view_positions_.reserve(mesh.positions.size());
    std::vector<ScreenVertex> vertices;
    vertices.reserve(mesh.positions.size());
    const float scale = projection_.focal() * static_cast<float>(options.height) / 2;
    for (const Vec3& position : mesh.positions) {
      const Vec3 v = projection_.to_view(position);
      view_positions_.push_back(v);
      vertices.push_back(project(v, scale, options));
    }
    triangles_.reserve(mesh.triangles.size());
    for (const rig::Triangle& t : mesh.triangles)
      triangles_.push_back({vertices[t[0]], vertices[t[1]], vertices[t[2]]});
  }

  [[nodiscard]] const std::vector<ScreenTriangle>& triangles() const { return triangles_; }

  /// Light of triangle `id` at a point of the picture, in subpixels.
  [[nodiscard]] Vec3 light(std::int32_t id, float x, float y) const {
    const auto index = static_cast<std::size_t>(id);
    const ScreenTriangle& s = triangles_[index];
    const rig::Triangle& t = mesh_.triangles[index];
    const auto bx = static_cast<float>(s[1].x - s[0].x), by = static_cast<float>(s[1].y - s[0].y);
    const auto cx = static_cast<float>(s[2].x - s[0].x), cy = static_cast<float>(s[2].y - s[0].y);
    const float px = x - static_cast<float>(s[0].x), py = y - static_cast<float>(s[0].y);
    const float area = bx * cy - by * cx;
    const float u = (px * cy - py * cx) / area;
    const float v = (bx * py - by * px) / area;
    // Perspective: weights by inverse depth, then made to sum to 1.
    float wa = (1 - u - v) * s[0].inverse_depth, wb = u * s[1].inverse_depth, wc = v * s[2].inverse_depth;
    const float sum = 1 / (wa + wb + wc);
    wa *= sum;
    wb *= sum;
    wc *= sum;
    const auto at = [&](const std::vector<Vec3>& values) {
      return blend(values[t[0]], wa, values[t[1]], wb, values[t[2]], wc);
    };
    return shade({.position = at(view_positions_),
                  .normal = projection_.turn(at(mesh_.normals)),
                  .colour = at(mesh_.colours),
                  .occlusion = mesh_.occlusion[t[0]] * wa + mesh_.occlusion[t[1]] * wb + mesh_.occlusion[t[2]] * wc,
                  .material = mesh_.materials[t[0]]});
  }

  [[nodiscard]] Vec3 background(int y) const {
    const float t = static_cast<float>(y) / static_cast<float>(height_);
    return blend(kBackgroundTop, 1 - t, kBackgroundBottom, t, {}, 0);
  }

 private:
  static ScreenVertex project(const Vec3& v, float scale, const RenderOptions& options) {
    const float depth = -v.z;
    if (!(depth >= kNearest_cm) || !std::isfinite(depth)) return {};
    const float x = static_cast<float>(options.width) / 2 + v.x / depth * scale;
    const float y = static_cast<float>(options.height) / 2 - v.y / depth * scale;
    if (!(std::abs(x) <= kGuard_px) || !(std::abs(y) <= kGuard_px)) return {};
    return {static_cast<std::int32_t>(std::floor(x * kSubpixels + 0.5f)),
            static_cast<std::int32_t>(std::floor(y * kSubpixels + 0.5f)), 1 / depth};
  }

  const rig::Mesh& mesh_;
  Projection projection_;
  int height_;
  std::vector<Vec3> view_positions_;
  std::vector<ScreenTriangle> triangles_;
};

/// Mean of the four samples' light; each triangle is shaded once, at the middle of its samples.
Vec3 pixel_light(const Scene& scene, std::span<const std::int32_t, kSamples> ids, int x, int y) {
  Vec3 sum{};
  std::array<bool, kSamples> done{};
  for (std::size_t s = 0; s < kSamples; ++s) {
    if (done[s]) continue;
    int count = 0, sum_x = 0, sum_y = 0;
    for (std::size_t other = s; other < kSamples; ++other) {
      if (ids[other] != ids[s]) continue;
      done[other] = true;
      ++count;
      sum_x += kSampleX[other];
      sum_y += kSampleY[other];
    }
    const auto n = static_cast<float>(count);
    const Vec3 light = ids[s] == kNoTriangle
                           ? scene.background(y)
                           : scene.light(ids[s], static_cast<float>(x * kSubpixels) + static_cast<float>(sum_x) / n,
                                         static_cast<float>(y * kSubpixels) + static_cast<float>(sum_y) / n);
    sum = blend(sum, 1, light, n, {}, 0);
  }
  return {sum.x / kSamples, sum.y / kSamples, sum.z / kSamples};
}

void resolve(const Tile& tile, const Scene& scene, int left, int top, image::Image& picture) {
  static const GammaTable gamma;
  const int right = std::min(left + Tile::kSide_px, picture.width());
  const int bottom = std::min(top + Tile::kSide_px, picture.height());
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      const Vec3 light = pixel_light(scene, tile.ids(x - left, y - top), x, y);
      std::uint8_t* pixel = picture.pixel(x, y);
      pixel[0] = gamma.encode(light.x);
      pixel[1] = gamma.encode(light.y);
      pixel[2] = gamma.encode(light.z);
    }
  }
}

}  // namespace

image::Image render(const rig::Mesh& mesh, const RenderOptions& options) {
  for (const int side : {options.width, options.height})
    check(side >= kMinSide_px && side <= kMaxSide_px, ErrorCode::kInvalidArgument, "picture size {} is not in [{},{}]",
          side, kMinSide_px, kMaxSide_px);
  check_mesh(mesh);
  const Scene scene(mesh, options);
  const TileBins bins(scene.triangles(), options.width, options.height);
  image::Image picture(options.width, options.height);
  parallel_for(bins.tiles(), options.threads, [&](std::size_t index) {
    thread_local const auto tile = std::make_unique<Tile>();
    const int column = static_cast<int>(index) % bins.columns();
    const int row = static_cast<int>(index) / bins.columns();
    tile->start(column * Tile::kSide_px, row * Tile::kSide_px);
    for (const std::int32_t id : bins.triangles_of(index))
      tile->draw(scene.triangles()[static_cast<std::size_t>(id)], id);
    resolve(*tile, scene, column * Tile::kSide_px, row * Tile::kSide_px, picture);
  });
  return picture;
}

}  // namespace emo3d::render
