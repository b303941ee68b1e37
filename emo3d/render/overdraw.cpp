#include "emo3d/render/overdraw.h"

#include <algorithm>

#include "emo3d/base/error.h"

namespace emo3d::render {

void check_overdraw(std::span<const rig::Triangle> triangles, std::span<const ScreenVertex> vertices, int width,
                    int height) {
  constexpr std::int64_t kMostLayers = 1024, kPerTriangle = 16;
  const std::int64_t picture = std::int64_t{width} * height;
  const auto count = static_cast<std::int64_t>(triangles.size());
  if (count <= kMostLayers) return;
  const auto pixels = [](std::int32_t low, std::int32_t high, int side) {
    const std::int32_t first = std::max(low >> kSubpixelBits, 0), last = std::min(high >> kSubpixelBits, side - 1);
    return std::int64_t{std::max(last - first + 1, 0)};
  };
  std::int64_t sum = 0;
  for (const rig::Triangle& t : triangles) {
    for (const std::uint32_t vertex : t)
      check(vertex < vertices.size(), ErrorCode::kInvalidArgument, "render: a triangle has vertex {} of {}", vertex,
            vertices.size());
    const ScreenVertex &a = vertices[t[0]], &b = vertices[t[1]], &c = vertices[t[2]];
    if (a.inverse_depth == 0 || b.inverse_depth == 0 || c.inverse_depth == 0) continue;
    sum += pixels(std::min(std::min(a.x, b.x), c.x), std::max(std::max(a.x, b.x), c.x), width) *
           pixels(std::min(std::min(a.y, b.y), c.y), std::max(std::max(a.y, b.y), c.y), height);
  }
  check(sum <= kMostLayers * picture + kPerTriangle * count, ErrorCode::kInvalidData,
        "render: {} triangles cover the picture {} times, at most {} can be drawn", count, sum / picture, kMostLayers);
}

}  // namespace emo3d::render
