#include "emo3d/rig/fitting.h"

namespace emo3d::rig {

Fitting::Fitting(const FaceShape& shape, const Vec3& right_eye, std::span<const Vec3> rest) {
  if (shape == FaceShape{}) return;
  const ShapeWarp warp(shape, right_eye);
  vertices_.reserve(rest.size());
  for (const Vec3& p : rest)
    vertices_.push_back(
        {p, warp.point(p), {warp.movement(p, {1, 0, 0}), warp.movement(p, {0, 1, 0}), warp.movement(p, {0, 0, 1})}});
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
