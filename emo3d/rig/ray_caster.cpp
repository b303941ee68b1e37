#include "emo3d/rig/ray_caster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace emo3d::rig {
namespace {

constexpr std::uint32_t kLeafTriangles = 4;
constexpr std::size_t kMaxDepth = 64;
constexpr float kEdgeTolerance = 1e-4f;

Vec3 lower(const Vec3& a, const Vec3& b) { return {std::min(a.x, b.x), std::min(a.y, b.y), std::min(a.z, b.z)}; }
Vec3 upper(const Vec3& a, const Vec3& b) { return {std::max(a.x, b.x), std::max(a.y, b.y), std::max(a.z, b.z)}; }

}  // namespace

RayCaster::RayCaster(std::span<const Vec3> positions, std::span<const Triangle> triangles)
    : triangles_(triangles.begin(), triangles.end()) {
  const auto count = static_cast<std::uint32_t>(triangles.size());
  if (count == 0) return;
  std::vector<Box> boxes;
  std::vector<Vec3> middles;
  boxes.reserve(count);
  middles.reserve(count);
  for (const auto& [a, b, c] : triangles) {
    const Box box = {lower(lower(positions[a], positions[b]), positions[c]),
                     upper(upper(positions[a], positions[b]), positions[c])};
    boxes.push_back(box);
    middles.push_back((box.low + box.high) * 0.5f);
  }
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0u);

  struct Task {
    std::uint32_t node, first, last;
  };
  std::vector<std::pair<float, std::uint32_t>> keys;  // place along the axis, and number
  keys.reserve(count);
  nodes_.reserve(std::size_t{2} * count);
  nodes_.emplace_back();
  std::vector<Task> tasks = {{0, 0, count}};
  while (!tasks.empty()) {
    const auto [node, first, last] = tasks.back();
    tasks.pop_back();
    if (last - first <= kLeafTriangles) {
      nodes_[node].first = first;
      nodes_[node].count = last - first;
      continue;
    }
    Vec3 low = middles[order[first]];
    Vec3 high = low;
    for (std::uint32_t i = first; i < last; ++i) {
      low = lower(low, middles[order[i]]);
      high = upper(high, middles[order[i]]);
    }
    const Vec3 extent = high - low;
    const auto axis = extent.x >= extent.y && extent.x >= extent.z ? &Vec3::x
                      : extent.y >= extent.z                       ? &Vec3::y
                                                                   : &Vec3::z;
    const std::uint32_t half = first + (last - first) / 2;
    keys.clear();
    for (std::uint32_t i = first; i < last; ++i) keys.emplace_back(middles[order[i]].*axis, order[i]);
    // Ties are broken by number, so that every standard library builds the same tree.
    std::nth_element(keys.begin(), keys.begin() + (half - first), keys.end());
    for (std::uint32_t i = first; i < last; ++i) order[i] = keys[i - first].second;
    const auto child = static_cast<std::uint32_t>(nodes_.size());
    nodes_[node].first = child;
    nodes_.resize(nodes_.size() + 2);
    tasks.push_back({child, first, half});
    tasks.push_back({child + 1, half, last});
  }
  const auto around = [](const Box& a, const Box& b) { return Box{lower(a.low, b.low), upper(a.high, b.high)}; };
  for (std::size_t i = nodes_.size(); i-- > 0;) {  // children come after their parents
    Node& node = nodes_[i];
    node.box = node.count > 0 ? boxes[order[node.first]] : around(nodes_[node.first].box, nodes_[node.first + 1].box);
    for (std::uint32_t leaf = 1; leaf < node.count; ++leaf)
      node.box = around(node.box, boxes[order[node.first + leaf]]);
  }
  faces_.reserve(count);
  for (const std::uint32_t t : order) {
    const auto& [a, b, c] = triangles[t];
    faces_.push_back({positions[a], positions[b] - positions[a], positions[c] - positions[a], t});
  }
}

std::optional<RayHit> RayCaster::nearest(const Ray& ray) const {
  if (nodes_.empty()) return std::nullopt;
  const auto inverse = [](float d) { return 1 / (std::abs(d) > 1e-12f ? d : std::copysign(1e-12f, d)); };
  const Vec3 inv = {inverse(ray.direction.x), inverse(ray.direction.y), inverse(ray.direction.z)};
  constexpr float kMiss = std::numeric_limits<float>::infinity();
  constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  RayHit best{.distance = ray.reach};
  std::uint32_t number = kNone;

  const auto entry = [&](const Box& box) {
    const float x0 = (box.low.x - ray.origin.x) * inv.x, x1 = (box.high.x - ray.origin.x) * inv.x;
    const float y0 = (box.low.y - ray.origin.y) * inv.y, y1 = (box.high.y - ray.origin.y) * inv.y;
    const float z0 = (box.low.z - ray.origin.z) * inv.z, z1 = (box.high.z - ray.origin.z) * inv.z;
    const float in = std::max(std::max(std::min(x0, x1), std::min(y0, y1)), std::max(std::min(z0, z1), 0.0f));
    const float out = std::min(std::min(std::max(x0, x1), std::max(y0, y1)), std::min(std::max(z0, z1), best.distance));
    return in <= out ? in : kMiss;
  };
  const auto test = [&](const Face& face) {  // Möller and Trumbore 1997
    const Vec3 p = cross(ray.direction, face.edge2);
    const float determinant = dot(face.edge1, p);
    if (std::abs(determinant) < 1e-12f) return;
    const float scale = 1 / determinant;
    const Vec3 s = ray.origin - face.corner;
    const float u = dot(s, p) * scale;
    const Vec3 q = cross(s, face.edge1);
    const float v = dot(ray.direction, q) * scale;
    if (u < -kEdgeTolerance || v < -kEdgeTolerance || u + v > 1 + 2 * kEdgeTolerance) return;
    const float distance = dot(face.edge2, q) * scale;
    // Of two triangles that share the edge that was hit, the first one counts, however the boxes lie.
    if (distance <= 0 || distance > best.distance || (distance == best.distance && face.number >= number)) return;
    best = {distance, {}, u, v};
    number = face.number;
  };

  std::array<std::uint32_t, kMaxDepth> stack{};
  std::size_t depth = 0;
  stack[depth++] = 0;
  while (depth > 0) {
    const Node& node = nodes_[stack[--depth]];
    if (entry(node.box) == kMiss) continue;
    if (node.count > 0) {
      for (std::uint32_t i = node.first; i < node.first + node.count; ++i) test(faces_[i]);
      continue;
    }
    const float near0 = entry(nodes_[node.first].box);
    const float near1 = entry(nodes_[node.first + 1].box);
    const std::uint32_t nearer = near1 < near0 ? 1 : 0;
    if (std::max(near0, near1) != kMiss) stack[depth++] = node.first + 1 - nearer;
    if (std::min(near0, near1) != kMiss) stack[depth++] = node.first + nearer;
  }
  if (number == kNone) return std::nullopt;
  best.triangle = triangles_[number];
  return best;
}

}  // namespace emo3d::rig
