#include "emo3d/render/camera.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "emo3d/render/projection.h"
#include "tests/support/errors.h"

namespace emo3d::render {
namespace {

using rig::Vec3;
using testing::error_message;

double to_the_right(View view, const Vec3& point) {
  const ViewFrame frame = view_frame(camera(view));
  return dot(point - frame.position, frame.right);
}

double depth(View view, const Vec3& point) {
  const ViewFrame frame = view_frame(camera(view));
  return -dot(point - frame.position, frame.backward);
}

TEST(Camera, ViewsShowTheSideTheyAreNamedAfter) {
  const Vec3 nose{0, 0, 8}, left_ear{7, 1, -3}, right_ear{-7, 1, -3};
  EXPECT_GT(to_the_right(View::kFront, left_ear), 0) << "the subject's left is on the viewer's right";
  EXPECT_LT(depth(View::kLeft, left_ear), depth(View::kLeft, right_ear));
  EXPECT_LT(to_the_right(View::kLeft, nose), to_the_right(View::kLeft, left_ear));
  EXPECT_LT(depth(View::kRight, right_ear), depth(View::kRight, left_ear));
  EXPECT_GT(to_the_right(View::kRight, nose), to_the_right(View::kRight, right_ear));
  EXPECT_GT(depth(View::kBack, nose), depth(View::kBack, left_ear));
  EXPECT_LT(to_the_right(View::kBack, left_ear), 0);
  EXPECT_LT(depth(View::kThreeQuarter, left_ear), depth(View::kThreeQuarter, right_ear));
  EXPECT_LT(depth(View::kThreeQuarter, nose), depth(View::kThreeQuarter, left_ear));
}

RC_GTEST_PROP(CameraProperty, FrameIsRightHandedAndLooksAtTheTarget, ()) {
  const auto number = [](int low, int high) { return static_cast<float>(*rc::gen::inRange(low, high)); };
  const Camera c{.target = {number(-50, 50), number(-50, 50), number(-50, 50)},
                 .distance_cm = number(1, 500),
                 .yaw_deg = number(-100000, 100000) / 7,
                 .pitch_deg = number(-89, 90),
                 .field_of_view_deg = number(1, 121)};
  const ViewFrame f = view_frame(c);
  constexpr float kTolerance = 2e-6f;
  for (const Vec3& axis : {f.right, f.up, f.backward}) RC_ASSERT(std::abs(dot(axis, axis) - 1) < kTolerance);
  RC_ASSERT(length(cross(f.right, f.up) - f.backward) < kTolerance);
  RC_ASSERT(length(f.position - f.backward * c.distance_cm - c.target) < 1e-3f);
  constexpr double kRadians = std::numbers::pi / 180;
  RC_ASSERT(std::abs(f.backward.y - std::sin(c.pitch_deg * kRadians)) < kTolerance);
  RC_ASSERT(std::abs(f.right.x - std::cos(std::fmod(c.yaw_deg, 360.0) * kRadians)) < kTolerance);
  RC_ASSERT(std::abs(f.focal * std::tan(c.field_of_view_deg / 2.0 * kRadians) - 1) < kTolerance);
}

TEST(Camera, FieldOfViewSpansTheShorterSide) {
  const Camera c{.target = {0, 0, 0}, .distance_cm = 10, .field_of_view_deg = 90};
  EXPECT_FLOAT_EQ(viewport(c, 300, 200).scale, 100);
  EXPECT_FLOAT_EQ(viewport(c, 200, 300).scale, 100);
}

TEST(Camera, RefusesValuesOutOfRange) {
  const auto message = [](const Camera& c) { return error_message([&] { (void)view_frame(c); }); };
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(message({.distance_cm = 0.5f}), "camera distance_cm 0.5 is not in [1,100000]");
  EXPECT_EQ(message({.pitch_deg = 90}), "camera pitch_deg 90 is not in [-89,89]");
  EXPECT_EQ(message({.field_of_view_deg = 121}), "camera field_of_view_deg 121 is not in [1,120]");
  EXPECT_EQ(message({.yaw_deg = kNan}), "camera yaw_deg nan is not finite");
  EXPECT_EQ(message({.target = {0, kNan, 0}}), "camera target.y nan is not in [-100000,100000]");
  EXPECT_EQ(message({}), "no error");
}

TEST(Camera, FitsAnotherHeadAsItSeesTheBuiltInOne) {
  for (const View view : {View::kFront, View::kLeft, View::kRight, View::kThreeQuarter, View::kBack})
    EXPECT_EQ(fit(camera(view), {}).target, camera(view).target) << "the built-in head needs no change";
  const rig::HeadPlace tall{{1, 160, 5}, 46};
  const rig::HeadPlace small{{0, 0, 0}, 4.4f};
  EXPECT_NO_THROW((void)view_frame(fit({.distance_cm = 2}, small))) << "a camera may be near a small head";
  EXPECT_THROW((void)fit({.distance_cm = 0.5f}, small), Error);
  const Camera fitted = fit(camera(View::kThreeQuarter), tall);
  EXPECT_EQ(fitted.distance_cm, camera(View::kThreeQuarter).distance_cm * 2);
  EXPECT_EQ(fitted.yaw_deg, camera(View::kThreeQuarter).yaw_deg);
  const rig::Vec3 offset = camera(View::kThreeQuarter).target - rig::HeadPlace{}.centre;
  EXPECT_EQ(fitted.target, tall.centre + offset * 2);
}

}  // namespace
}  // namespace emo3d::render
