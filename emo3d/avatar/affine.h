#pragma once

#include "emo3d/rig/vec3.h"

namespace emo3d::avatar {

/// A linear map and a shift: p becomes x_axis * p.x + y_axis * p.y + z_axis * p.z + origin.
struct Affine {
  rig::Vec3 x_axis{1, 0, 0};
  rig::Vec3 y_axis{0, 1, 0};
  rig::Vec3 z_axis{0, 0, 1};
  rig::Vec3 origin{};
};

/// Of a movement: without the shift.
[[nodiscard]] constexpr rig::Vec3 apply_linear(const Affine& a, const rig::Vec3& v) {
  return a.x_axis * v.x + a.y_axis * v.y + a.z_axis * v.z;
}
[[nodiscard]] constexpr rig::Vec3 apply(const Affine& a, const rig::Vec3& p) { return apply_linear(a, p) + a.origin; }
/// First b, then a.
[[nodiscard]] constexpr Affine operator*(const Affine& a, const Affine& b) {
  return {apply_linear(a, b.x_axis), apply_linear(a, b.y_axis), apply_linear(a, b.z_axis), apply(a, b.origin)};
}
/// Below 0 where the map turns the inside of a surface out.
[[nodiscard]] constexpr float determinant(const Affine& a) { return dot(a.x_axis, cross(a.y_axis, a.z_axis)); }
/// Maps the normals of a surface as `a` maps its points, up to their length; they turn round where `a` mirrors.
[[nodiscard]] constexpr Affine normal_map(const Affine& a) {
  return {cross(a.y_axis, a.z_axis), cross(a.z_axis, a.x_axis), cross(a.x_axis, a.y_axis), {}};
}

}  // namespace emo3d::avatar
