#include "emo3d/avatar/smooth_normals.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace emo3d::avatar {
namespace {

/// Vertices at one place whose normals differ more than this (cosine) have a hard edge between them.
constexpr float kSameNormal = 0.95f;

std::vector<std::uint32_t> groups_of(const std::vector<rig::Vec3>& positions, const std::vector<rig::Vec3>& normals) {
  const auto key = [&](std::uint32_t v) {
    const rig::Vec3& p = positions[v];
    const rig::Vec3 n = normals.empty() ? rig::Vec3{} : normals[v];
    return std::tuple(p.x, p.y, p.z, n.x, n.y, n.z, v);
  };
  std::vector<std::uint32_t> order(positions.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, key);
  std::vector<std::uint32_t> group(positions.size());
  std::uint32_t first = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint32_t v = order[i];
    const bool joins = i > 0 && positions[v] == positions[first] &&
                       (normals.empty() || dot(normals[v], normals[first]) >= kSameNormal);
    if (!joins) first = v;
    group[v] = first;
  }
  return group;
}

}  // namespace

SmoothNormals::SmoothNormals(const std::vector<rig::Vec3>& positions, const std::vector<rig::Vec3>& normals,
                             const std::vector<rig::Triangle>& triangles)
    : group_(groups_of(positions, normals)) {
  if (normals.empty()) return;
  correction_ = computed(positions, triangles);
  for (std::size_t v = 0; v < correction_.size(); ++v) correction_[v] = normals[v] - correction_[v];
}

std::vector<rig::Vec3> SmoothNormals::computed(const std::vector<rig::Vec3>& positions,
                                               const std::vector<rig::Triangle>& triangles) const {
  std::vector<rig::Vec3> normals(positions.size());
  for (const rig::Triangle& t : triangles) {
    const rig::Vec3& a = positions[t[0]];
    const rig::Vec3 normal = cross(positions[t[1]] - a, positions[t[2]] - a);
    for (const std::uint32_t v : t) normals[group_[v]] += normal;
  }
  for (std::size_t v = 0; v < normals.size(); ++v)
    if (group_[v] == v) normals[v] = unit(normals[v]);
  for (std::size_t v = 0; v < normals.size(); ++v) normals[v] = normals[group_[v]];
  return normals;
}

std::vector<rig::Vec3> SmoothNormals::operator()(const std::vector<rig::Vec3>& positions,
                                                 const std::vector<rig::Triangle>& triangles) const {
  std::vector<rig::Vec3> normals = computed(positions, triangles);
  for (std::size_t v = 0; v < correction_.size(); ++v) normals[v] = unit(normals[v] + correction_[v]);
  return normals;
}

}  // namespace emo3d::avatar
