#include "emo3d/render/camera.h"

#include <cmath>

#include "emo3d/base/error.h"

namespace emo3d::render {
namespace {

using rig::Vec3;

float dot(const Vec3& a, const Vec3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

/// Sine of an angle in degrees by its Taylor series after reduction to [-90, 90]: additions and multiplications only,
/// so the same bits with every compiler and C library. Error below 1e-12.
double sin_deg(double degrees) {
  double d = degrees - 360.0 * std::floor(degrees / 360.0 + 0.5);
  if (d > 90) d = 180 - d;
  if (d < -90) d = -180 - d;
  const double x = d * 0.017453292519943295;
  double term = x;
  double sum = x;
  for (int n = 2; n <= 20; n += 2) {
    term *= -x * x / (n * (n + 1));
    sum += term;
  }
  return sum;
}

double cos_deg(double degrees) { return sin_deg(degrees + 90); }

void check_range(float value, float low, float high, const char* name) {
  check(value >= low && value <= high, ErrorCode::kInvalidArgument, "camera {} {} is not in [{},{}]", name, value, low,
        high);
}

}  // namespace

Camera camera(View view) {
  Camera chosen;
  switch (view) {
    case View::kFront:
      break;
    case View::kLeft:
      chosen.yaw_deg = 90;
      chosen.target.z = -3;
      break;
    case View::kRight:
      chosen.yaw_deg = -90;
      chosen.target.z = -3;
      break;
    case View::kThreeQuarter:
      chosen.yaw_deg = 35;
      chosen.pitch_deg = 3;
      chosen.target.z = -1;
      break;
  }
  return chosen;
}

Projection::Projection(const Camera& camera) {
  constexpr float kFarthest = 1e5f;
  for (const float coordinate : {camera.target.x, camera.target.y, camera.target.z})
    check_range(coordinate, -kFarthest, kFarthest, "target");
  check_range(camera.distance_cm, 0.1f, kFarthest, "distance");
  check_range(camera.yaw_deg, -3600, 3600, "yaw");
  check_range(camera.pitch_deg, -89, 89, "pitch");
  check_range(camera.field_of_view_deg, 1, 120, "field of view");

  const double sy = sin_deg(camera.yaw_deg);
  const double cy = cos_deg(camera.yaw_deg);
  const double sp = sin_deg(camera.pitch_deg);
  const double cp = cos_deg(camera.pitch_deg);
  const auto vector = [](double x, double y, double z) {
    return Vec3{static_cast<float>(x), static_cast<float>(y), static_cast<float>(z)};
  };
  back_ = vector(sy * cp, sp, cy * cp);
  right_ = vector(cy, 0, -sy);
  up_ = vector(-sy * sp, cp, -cy * sp);
  eye_ = {camera.target.x + camera.distance_cm * back_.x, camera.target.y + camera.distance_cm * back_.y,
          camera.target.z + camera.distance_cm * back_.z};
  const double half = camera.field_of_view_deg / 2.0;
  focal_ = static_cast<float>(cos_deg(half) / sin_deg(half));
}

Vec3 Projection::to_view(const Vec3& world) const {
  return turn({world.x - eye_.x, world.y - eye_.y, world.z - eye_.z});
}

Vec3 Projection::turn(const Vec3& direction) const {
  return {dot(direction, right_), dot(direction, up_), dot(direction, back_)};
}

}  // namespace emo3d::render
