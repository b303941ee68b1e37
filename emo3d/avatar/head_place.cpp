#include "emo3d/avatar/head_place.h"

#include <algorithm>
#include <cmath>

namespace emo3d::avatar {
namespace {

struct Box {
  rig::Vec3 low, high;
};

/// How far each vertex moves under the target that moves it most.
std::vector<float> largest_movements(const rig::MorphMesh& mesh) {
  std::vector<float> largest(mesh.neutral.positions.size(), 0.0f);
  for (const rig::MorphTarget& target : mesh.targets)
    for (std::size_t i = 0; i < target.vertices.size(); ++i)
      largest[target.vertices[i]] = std::max(largest[target.vertices[i]], length(target.deltas[i]));
  return largest;
}

/// The `share` quantile of values. \pre values is not empty
float quantile(std::vector<float> values, float share) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<float>(values.size() - 1));
  std::ranges::nth_element(values, at);
  return *at;
}

/// The box of some vertices without the outermost `margin` of them on each side.
Box box_of(const std::vector<rig::Vec3>& positions, const std::vector<std::uint32_t>& vertices, float margin) {
  const auto range = [&](float rig::Vec3::*axis) {
    std::vector<float> values;
    values.reserve(vertices.size());
    for (const std::uint32_t v : vertices) values.push_back(positions[v].*axis);
    return std::pair(quantile(values, margin), quantile(values, 1 - margin));
  };
  const auto [x0, x1] = range(&rig::Vec3::x);
  const auto [y0, y1] = range(&rig::Vec3::y);
  const auto [z0, z1] = range(&rig::Vec3::z);
  return {{x0, y0, z0}, {x1, y1, z1}};
}

/// Vertices that move at least a sixth as far as the 99th percentile of those that move.
std::vector<std::uint32_t> face_vertices(const std::vector<float>& movements) {
  std::vector<float> moving;
  std::ranges::copy_if(movements, std::back_inserter(moving), [](float m) { return m > 0; });
  std::vector<std::uint32_t> vertices;
  if (moving.empty()) return vertices;
  const float least = quantile(moving, 0.99f) / 6;
  for (std::uint32_t v = 0; v < movements.size(); ++v)
    if (movements[v] > 0 && movements[v] >= least) vertices.push_back(v);
  return vertices;
}

rig::HeadPlace place_of(const Box& head) {
  const float height = head.high.y - head.low.y;
  const rig::Vec3 middle = (head.low + head.high) * 0.5f;
  return {{middle.x, middle.y, head.high.z - height / 3}, std::max(height, 1e-6f)};
}

}  // namespace

rig::HeadPlace find_head(const rig::MorphMesh& mesh) {
  const std::vector<rig::Vec3>& positions = mesh.neutral.positions;
  const std::vector<std::uint32_t> face = face_vertices(largest_movements(mesh));
  std::vector<std::uint32_t> all(positions.size());
  for (std::uint32_t v = 0; v < all.size(); ++v) all[v] = v;
  constexpr float kTrimmed = 0.005f, kMostAbove = 1.0f, kLeastAbove = 0.3f;
  const Box whole = box_of(positions, all, 0);
  Box head = face.empty() ? whole : box_of(positions, face, kTrimmed);
  const float width = head.high.x - head.low.x;
  if (face.empty() || !(width > 0) || !(head.high.y > head.low.y)) return place_of(whole);

  // The face reaches from chin to brows, about two thirds of a head, and is not wider than high: if only eyes or mouth
  // move, there is more of it.
  const float missing = std::max(width - (head.high.y - head.low.y), 0.0f) / 2;
  head.low.y = std::max(head.low.y - missing, whole.low.y);
  head.high.y = std::min(head.high.y + missing, whole.high.y);
  const float face_height = head.high.y - head.low.y, brows = head.high.y;
  const float middle_x = (head.low.x + head.high.x) / 2, half_width = (head.high.x - head.low.x) / 2;
  const auto is_above = [&](const rig::Vec3& p) {
    return p.y > brows && p.y <= brows + kMostAbove * face_height && std::abs(p.x - middle_x) <= half_width &&
           std::abs(p.z - head.high.z) <= 2 * face_height;
  };
  float crown = brows + kLeastAbove * face_height;
  for (const rig::Vec3& p : positions)
    if (is_above(p)) crown = std::max(crown, p.y);
  head.high.y = crown;
  return place_of(head);
}

}  // namespace emo3d::avatar
