#include "emo3d/service/head_pose.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace emo3d::service {
namespace {

rig::Vec3 turned(const rig::Vec3& v, const HeadAxes& axes) { return axes.x * v.x + axes.y * v.y + axes.z * v.z; }

/// The least turn that takes one direction to another (Rodrigues). \pre they are not opposite, and of unit length
HeadAxes turn_between(const rig::Vec3& from, const rig::Vec3& to) {
  const rig::Vec3 axis = rig::cross(from, to);
  const float cosine = dot(from, to);
  const auto moved = [&](const rig::Vec3& v) {
    return v * cosine + rig::cross(axis, v) + axis * (dot(axis, v) / (1 + cosine));
  };
  return {moved({1, 0, 0}), moved({0, 1, 0}), moved({0, 0, 1})};
}

float degrees(float radians) { return radians * (180 / std::numbers::pi_v<float>); }

}  // namespace

HeadAxes head_axes(const std::array<float, 16>& matrix) {
  const auto column = [&](std::size_t c) { return rig::Vec3{matrix[4 * c], matrix[4 * c + 1], matrix[4 * c + 2]}; };
  const rig::Vec3 sight = rig::unit(column(3) * -1.0f);  // from the face to the camera
  const HeadAxes straight = turn_between(sight, {0, 0, 1});
  return {turned(rig::unit(column(0)), straight), turned(rig::unit(column(1)), straight),
          turned(rig::unit(column(2)), straight)};
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
