#include "emo3d/rig/morph_mesh.h"

#include <algorithm>

#include "emo3d/base/error.h"

namespace emo3d::rig {
namespace {

constexpr float kLeastDelta_cm = 1e-3f;
constexpr float kLeastNormalDelta = 1e-3f;  // 0.06 degrees

}  // namespace

MorphTarget morph_target(face::Channel channel, const Mesh& rest, const Mesh& posed) {
  const std::size_t count = rest.positions.size();
  for (const std::size_t n : {rest.normals.size(), posed.positions.size(), posed.normals.size()})
    check(n == count, ErrorCode::kInvalidArgument, "{}: {} posed positions or normals for {} at rest",
          face::name(channel), n, count);
  MorphTarget target{.channel = channel};
  for (std::uint32_t v = 0; v < count; ++v) {
    const Vec3 delta = posed.positions[v] - rest.positions[v];
    const Vec3 normal_delta = posed.normals[v] - rest.normals[v];
    if (length(delta) < kLeastDelta_cm && length(normal_delta) < kLeastNormalDelta) continue;
    target.vertices.push_back(v);
    target.deltas.push_back(delta);
    target.normal_deltas.push_back(normal_delta);
  }
  return target;
}

void check_morph_mesh(const MorphMesh& mesh) {
  const std::size_t count = mesh.neutral.positions.size();
  const auto same = [&](std::size_t n, const char* what) {
    check(n == count, ErrorCode::kInvalidArgument, "mesh has {} {} for {} positions", n, what, count);
  };
  same(mesh.neutral.normals.size(), "normals");
  same(mesh.neutral.colours.size(), "colours");
  same(mesh.neutral.occlusion.size(), "occlusion values");
  same(mesh.neutral.materials.size(), "materials");
  check(!mesh.neutral.triangles.empty(), ErrorCode::kInvalidArgument, "mesh has no triangles");
  const auto inside = [&](std::uint32_t v) {
    check(v < count, ErrorCode::kInvalidArgument, "vertex {} is not among the mesh's {}", v, count);
  };
  for (const Triangle& t : mesh.neutral.triangles) std::ranges::for_each(t, inside);
  check(mesh.targets.size() == face::kChannelCount, ErrorCode::kInvalidArgument, "mesh has {} morph targets, not {}",
        mesh.targets.size(), face::kChannelCount);
  for (std::size_t i = 0; i < mesh.targets.size(); ++i) {
    const MorphTarget& t = mesh.targets[i];
    check(t.channel == face::channels().at(i), ErrorCode::kInvalidArgument, "morph target {} is {}, expected {}", i,
          face::name(t.channel), face::name(face::channels().at(i)));
    check(t.vertices.size() == t.deltas.size() && t.vertices.size() == t.normal_deltas.size(),
          ErrorCode::kInvalidArgument, "{}: {} vertices but {} deltas and {} normal deltas", face::name(t.channel),
          t.vertices.size(), t.deltas.size(), t.normal_deltas.size());
    std::ranges::for_each(t.vertices, inside);
    check(std::ranges::adjacent_find(t.vertices, std::ranges::greater_equal{}) == t.vertices.end(),
          ErrorCode::kInvalidArgument, "{}: its vertices do not ascend", face::name(t.channel));
  }
}

}  // namespace emo3d::rig
