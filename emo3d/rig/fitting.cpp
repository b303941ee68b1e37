#include "emo3d/rig/fitting.h"

#include <algorithm>

#include "emo3d/base/parallel.h"

namespace emo3d::rig {

Fitting::Fitting(const FaceShape& shape, const Vec3& right_eye, std::span<const Vec3> rest) {
  if (shape == FaceShape{}) return;
  const ShapeWarp warp(shape, right_eye);
  constexpr std::size_t kChunk = 2048;
  vertices_.resize(rest.size());
  parallel_for((rest.size() + kChunk - 1) / kChunk, 0, [&](std::size_t chunk) {
    const std::size_t end = std::min(rest.size(), (chunk + 1) * kChunk);
    for (std::size_t v = chunk * kChunk; v < end; ++v) {
      const auto [point, columns] = warp.local(rest[v]);
      vertices_[v] = {rest[v], point, columns};
    }
  });
}

void Fitting::fit(std::span<Vec3> positions) const {
  if (vertices_.empty()) return;
  for (std::size_t v = 0; v < positions.size(); ++v)
    positions[v] = vertices_[v].fitted + movement(v, positions[v] - vertices_[v].authored);
}

Vec3 Fitting::movement(std::size_t vertex, const Vec3& delta) const {
  if (vertices_.empty()) return delta;
  const auto& [x, y, z] = vertices_[vertex].columns;
  return x * delta.x + y * delta.y + z * delta.z;
}

}  // namespace emo3d::rig
