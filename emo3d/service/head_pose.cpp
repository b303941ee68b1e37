#include "emo3d/service/head_pose.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace emo3d::service {
namespace {

rig::Vec3 turned(const rig::Vec3& v, const HeadAxes& axes) { return axes.x * v.x + axes.y * v.y + axes.z * v.z; }

float degrees(float radians) { return radians * (180 / std::numbers::pi_v<float>); }

}  // namespace

HeadAxes head_axes(const std::array<float, 16>& matrix) {
  const auto column = [&](std::size_t c) {
    return rig::unit(rig::Vec3{matrix[4 * c], matrix[4 * c + 1], matrix[4 * c + 2]});
  };
  return {column(0), column(1), column(2)};
}

HeadPose head_pose(const HeadAxes& axes) {
  // The axes are those of Ry(yaw) Rx(-pitch) Rz(-roll): the nose shows yaw and pitch, what is left of the crown the
  // roll.
  const float yaw = std::atan2(axes.z.x, axes.z.z);
  const float pitch = std::asin(std::clamp(axes.z.y, -1.0f, 1.0f));
  const rig::Vec3 right{std::cos(yaw), 0, -std::sin(yaw)};
  const rig::Vec3 up = rig::cross(axes.z, right);
  return {degrees(yaw), degrees(pitch), degrees(std::atan2(dot(axes.y, right), dot(axes.y, up)))};
}

void turn(rig::Mesh& mesh, const HeadAxes& axes, const rig::Vec3& centre) {
  for (rig::Vec3& position : mesh.positions) position = centre + turned(position - centre, axes);
  for (rig::Vec3& normal : mesh.normals) normal = turned(normal, axes);
  for (rig::SkinDetail& detail : mesh.detail)
    for (rig::Fold& fold : detail.folds) fold.slope = turned(fold.slope, axes);
}

}  // namespace emo3d::service
