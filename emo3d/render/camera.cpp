#include "emo3d/render/camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "emo3d/base/error.h"

namespace emo3d::render {
namespace {

constexpr float kNearest_cm = 1, kFarthest_cm = 100000;

struct SineCosine {
  double sine;
  double cosine;
};

/// Taylor series with a fixed number of terms, because libm's sine differs between machines. The error is below 1e-15
/// for angles in [-180, 180] degrees.
SineCosine sine_cosine(double angle_deg) {
  constexpr int kTerms = 18;
  const double x = angle_deg * (std::numbers::pi / 180.0);
  const double square = x * x;
  double sine = 0, cosine = 0, odd = x, even = 1;
  for (int n = 1; n <= kTerms; ++n) {
    sine += odd;
    cosine += even;
    odd *= -square / ((2.0 * n) * (2.0 * n + 1.0));
    even *= -square / ((2.0 * n - 1.0) * (2.0 * n));
  }
  return {sine, cosine};
}

rig::Vec3 narrowed(double x, double y, double z) {
  return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(z)};
}

void check_range(const char* field, float value, float low, float high) {
  check(value >= low && value <= high, ErrorCode::kInvalidArgument, "camera {} {} is not in [{},{}]", field, value, low,
        high);
}

}  // namespace

Camera camera(View view) {
  // The head is deeper than it is wide: from the side the middle of the picture lies behind the face.
  const rig::Vec3 inside{0.0f, 0.8f, -2.5f};
  switch (view) {
    case View::kFront:
      return {};
    case View::kLeft:
      return {.target = inside, .yaw_deg = 90, .field_of_view_deg = 21};
    case View::kRight:
      return {.target = inside, .yaw_deg = -90, .field_of_view_deg = 21};
    case View::kThreeQuarter:
      return {.target = {0.0f, 0.8f, -1.0f}, .yaw_deg = 32, .pitch_deg = 4};
    case View::kBack:
      return {.target = inside, .yaw_deg = 180, .field_of_view_deg = 21};
  }
  fail(ErrorCode::kInvalidArgument, "camera view {} is unknown", static_cast<int>(view));
}

Camera fit(const Camera& camera, const rig::HeadPlace& head) {
  (void)view_frame(camera);  // so that errors name what the caller gave
  const rig::HeadPlace built_in;
  if (head == built_in) return camera;
  const float scale = head.height_cm / built_in.height_cm;
  Camera fitted = camera;
  fitted.target = head.centre + (camera.target - built_in.centre) * scale;
  fitted.distance_cm = std::clamp(camera.distance_cm * scale, kNearest_cm, kFarthest_cm);
  for (float rig::Vec3::*axis : {&rig::Vec3::x, &rig::Vec3::y, &rig::Vec3::z})
    fitted.target.*axis = std::clamp(fitted.target.*axis, -kFarthest_cm, kFarthest_cm);
  return fitted;
}

ViewFrame view_frame(const Camera& camera) {
  check_range("target.x", camera.target.x, -kFarthest_cm, kFarthest_cm);
  check_range("target.y", camera.target.y, -kFarthest_cm, kFarthest_cm);
  check_range("target.z", camera.target.z, -kFarthest_cm, kFarthest_cm);
  check_range("distance_cm", camera.distance_cm, kNearest_cm, kFarthest_cm);
  check_range("pitch_deg", camera.pitch_deg, -89, 89);
  check_range("field_of_view_deg", camera.field_of_view_deg, 1, 120);
  check(std::isfinite(camera.yaw_deg), ErrorCode::kInvalidArgument, "camera yaw_deg {} is not finite", camera.yaw_deg);

  const SineCosine yaw = sine_cosine(std::remainder(double{camera.yaw_deg}, 360.0));  // remainder is exact everywhere
  const SineCosine pitch = sine_cosine(camera.pitch_deg);
  const SineCosine half_fov = sine_cosine(camera.field_of_view_deg / 2.0);
  const double distance = camera.distance_cm;
  const double bx = yaw.sine * pitch.cosine, by = pitch.sine, bz = yaw.cosine * pitch.cosine;
  return {.position = narrowed(camera.target.x + distance * bx, camera.target.y + distance * by,
                               camera.target.z + distance * bz),
          .right = narrowed(yaw.cosine, 0, -yaw.sine),
          .up = narrowed(-yaw.sine * pitch.sine, pitch.cosine, -yaw.cosine * pitch.sine),
          .backward = narrowed(bx, by, bz),
          .focal = static_cast<float>(half_fov.cosine / half_fov.sine)};
}

}  // namespace emo3d::render
