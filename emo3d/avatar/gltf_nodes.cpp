#include "emo3d/avatar/gltf_nodes.h"

#include <cmath>
#include <span>

#include "emo3d/avatar/gltf_accessor.h"
#include "emo3d/base/error.h"

namespace emo3d::avatar {
namespace {

/// Column-major 4 x 4 numbers; the last row must be 0 0 0 1.
Affine from_matrix(std::span<const float> m, const std::string& place) {
  constexpr float kTolerance = 1e-4f;
  const bool affine = std::abs(m[3]) <= kTolerance && std::abs(m[7]) <= kTolerance && std::abs(m[11]) <= kTolerance &&
                      std::abs(m[15] - 1) <= kTolerance;
  check(affine, ErrorCode::kInvalidData, "{}: the last row of a matrix is not 0 0 0 1", place);
  return {{m[0], m[1], m[2]}, {m[4], m[5], m[6]}, {m[8], m[9], m[10]}, {m[12], m[13], m[14]}};
}

/// The rotation of a quaternion (x, y, z, w), which need not have length 1.
Affine from_quaternion(std::span<const float> q, const std::string& place) {
  const float square = q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3];
  check(square > 1e-12f && std::isfinite(square), ErrorCode::kInvalidData, "{}: rotation of length {}", place,
        std::sqrt(square));
  const float s = 1 / std::sqrt(square);
  const float x = q[0] * s, y = q[1] * s, z = q[2] * s, w = q[3] * s;
  return {{1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w)},
          {2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w)},
          {2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y)},
          {}};
}

Affine local_transform(const GltfValue& node) {
  if (const std::vector<float> matrix = node.numbers("matrix", 16); !matrix.empty())
    return from_matrix(matrix, node.place());
  Affine local;
  if (const std::vector<float> rotation = node.numbers("rotation", 4); !rotation.empty())
    local = from_quaternion(rotation, node.place());
  if (const std::vector<float> scale = node.numbers("scale", 3); !scale.empty())
    local = {local.x_axis * scale[0], local.y_axis * scale[1], local.z_axis * scale[2], {}};
  if (const std::vector<float> shift = node.numbers("translation", 3); !shift.empty())
    local.origin = {shift[0], shift[1], shift[2]};
  return local;
}

void check_finite(const Affine& a, const std::string& place) {
  for (const rig::Vec3& v : {a.x_axis, a.y_axis, a.z_axis, a.origin})
    check(std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z), ErrorCode::kInvalidData,
          "{}: its transform is not finite", place);
}

using Children = std::vector<std::vector<std::size_t>>;

/// Visits `roots` and everything below them, parents first, without recursion; not below where `visit` says false.
template <typename Visit>
void walk(const Children& children, const std::vector<std::size_t>& roots, const Visit& visit) {
  std::vector<std::size_t> waiting(roots.rbegin(), roots.rend());
  while (!waiting.empty()) {
    const std::size_t node = waiting.back();
    waiting.pop_back();
    if (visit(node)) waiting.insert(waiting.end(), children[node].rbegin(), children[node].rend());
  }
}

/// Roots of the scene that the file shows: the default scene, else the first, else all roots.
std::vector<std::size_t> scene_roots(const GltfDocument& document, const std::vector<std::size_t>& all_roots) {
  if (document.count("scenes") == 0) return all_roots;
  const GltfValue scene = document.item("scenes", document.root().size("scene", 0));
  std::vector<std::size_t> roots;
  for (const GltfValue node : scene.items("nodes")) {
    roots.push_back(node.size());
    check(roots.back() < document.count("nodes"), ErrorCode::kInvalidData, "{}: node {} of {}", node.place(),
          roots.back(), document.count("nodes"));
  }
  return roots;
}

}  // namespace

GltfNodes read_nodes(const GltfDocument& document) {
  const std::size_t count = document.count("nodes");
  Children children(count);
  std::vector<bool> has_parent(count), reached(count);
  for (std::size_t i = 0; i < count; ++i)
    for (const GltfValue child : document.item("nodes", i).items("children")) {
      const std::size_t c = child.size();
      check(c < count, ErrorCode::kInvalidData, "{}: node {} of {}", child.place(), c, count);
      check(!has_parent[c], ErrorCode::kInvalidData, "{}: node {} has two parents", child.place(), c);
      has_parent[c] = true;
      children[i].push_back(c);
    }
  std::vector<std::size_t> roots;
  for (std::size_t i = 0; i < count; ++i)
    if (!has_parent[i]) roots.push_back(i);

  GltfNodes nodes{std::vector<Affine>(count), std::vector<bool>(count)};
  walk(children, roots, [&](std::size_t node) {
    const GltfValue value = document.item("nodes", node);
    nodes.world[node] = nodes.world[node] * local_transform(value);  // until now that of the parent
    check_finite(nodes.world[node], value.place());
    for (const std::size_t child : children[node]) nodes.world[child] = nodes.world[node];
    reached[node] = true;
    return true;
  });
  for (std::size_t i = 0; i < count; ++i)  // each has one parent, so what no root reaches goes round in a circle
    check(reached[i], ErrorCode::kInvalidData, "{}: nodes[{}] is its own ancestor", document.source(), i);
  walk(children, scene_roots(document, roots), [&](std::size_t node) {
    const bool is_new = !nodes.in_scene[node];
    nodes.in_scene[node] = true;
    return is_new;
  });
  return nodes;
}

std::vector<Affine> read_joints(const GltfDocument& document, const GltfNodes& nodes, std::size_t skin) {
  const GltfValue value = document.item("skins", skin);
  const GltfItems joint_nodes = value.at("joints").items();
  document.spend(joint_nodes.size() * static_cast<std::size_t>(GltfType::kMat4), value.place());
  std::vector<Affine> joints;
  for (const GltfValue joint : joint_nodes) {
    const std::size_t node = joint.size();
    check(node < nodes.world.size(), ErrorCode::kInvalidData, "{}: node {} of {}", joint.place(), node,
          nodes.world.size());
    joints.push_back(nodes.world[node]);
  }
  if (const auto accessor = value.find_size("inverseBindMatrices")) {
    const std::vector<float> matrices = read_numbers(document, *accessor, GltfType::kMat4);
    check(matrices.size() / 16 >= joints.size(), ErrorCode::kInvalidData, "{}: {} inverse bind matrices for {} joints",
          value.place(), matrices.size() / 16, joints.size());
    for (std::size_t j = 0; j < joints.size(); ++j) {
      joints[j] = joints[j] * from_matrix(std::span(matrices).subspan(16 * j, 16), value.place());
      check_finite(joints[j], value.place());
    }
  }
  return joints;
}

}  // namespace emo3d::avatar
