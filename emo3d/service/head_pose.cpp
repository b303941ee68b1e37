#include "emo3d/service/head_pose.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

namespace emo3d::service {
namespace {

// Landmarks that no expression moves much: corners of the eyes and temples, forehead, where the nose meets the lip.
constexpr std::array kRightSide = {33, 133, 127, 234, 162};
constexpr std::array kLeftSide = {263, 362, 356, 454, 389};
constexpr std::array kForehead = {10, 151, 67, 297, 103, 332};
constexpr std::array kNoseBase = {2, 94, 98, 327};
/// From the middle of kNoseBase to that of kForehead on MediaPipe's canonical face, in centimetres.
constexpr float kRiseY = 9.442f, kRiseZ = -2.071f;

rig::Vec3 turned(const rig::Vec3& v, const HeadAxes& axes) { return axes.x * v.x + axes.y * v.y + axes.z * v.z; }

float degrees(float radians) { return radians * (180 / std::numbers::pi_v<float>); }

}  // namespace

HeadAxes head_axes(const landmark::Face& face, int width, int height) {
  const float aspect = static_cast<float>(height) / static_cast<float>(width);
  const auto middle = [&](std::span<const int> points) {
    rig::Vec3 sum;
    for (const int i : points) {
      const landmark::Landmark& p = face.landmarks[static_cast<std::size_t>(i)];
      sum += rig::Vec3{p.x, -p.y * aspect, -p.z};
    }
    return sum * (1 / static_cast<float>(points.size()));
  };
  const rig::Vec3 x = rig::unit(middle(kLeftSide) - middle(kRightSide));
  const rig::Vec3 rise = middle(kForehead) - middle(kNoseBase);
  const rig::Vec3 v = rig::unit(rise - x * dot(rise, x)), w = rig::cross(x, v);
  const rig::Vec3 lean = rig::unit({0, kRiseY, kRiseZ});
  const rig::Vec3 y = v * lean.y - w * lean.z;
  return {x, y, rig::cross(x, y)};
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
