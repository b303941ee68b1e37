#include "emo3d/rig/gaze.h"

#include <cmath>
#include <numbers>

#include "emo3d/rig/skin.h"

namespace emo3d::rig {
namespace {

constexpr float kRadians = std::numbers::pi_v<float> / 180;

}  // namespace

Gaze gaze(const face::Expression& expression, int side) {
  using face::Channel;
  const auto difference = [&](Channel plus, Channel minus) { return expression[plus] - expression[minus]; };
  if (side == kRight)
    return {-kGazeYaw_deg * difference(Channel::kEyeLookOutRight, Channel::kEyeLookInRight),
            kGazePitch_deg * difference(Channel::kEyeLookDownRight, Channel::kEyeLookUpRight)};
  return {kGazeYaw_deg * difference(Channel::kEyeLookOutLeft, Channel::kEyeLookInLeft),
          kGazePitch_deg * difference(Channel::kEyeLookDownLeft, Channel::kEyeLookUpLeft)};
}

GazeRotation::GazeRotation(const Gaze& gaze)
    : yaw_sin_(std::sin(gaze.yaw_deg * kRadians)),
      yaw_cos_(std::cos(gaze.yaw_deg * kRadians)),
      pitch_sin_(std::sin(gaze.pitch_deg * kRadians)),
      pitch_cos_(std::cos(gaze.pitch_deg * kRadians)) {}

Vec3 GazeRotation::operator()(const Vec3& v) const {
  const float y = pitch_cos_ * v.y - pitch_sin_ * v.z;
  const float z = pitch_sin_ * v.y + pitch_cos_ * v.z;
  return {yaw_cos_ * v.x + yaw_sin_ * z, y, yaw_cos_ * z - yaw_sin_ * v.x};
}

}  // namespace emo3d::rig
