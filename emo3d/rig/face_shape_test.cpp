#include "emo3d/rig/face_shape.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "emo3d/rig/identity.h"

namespace emo3d::rig {
namespace {

constexpr Vec3 kRightEye = {-3.13f, 2.62f, 2.60f};

Vec3 mirrored(const Vec3& p) { return {-p.x, p.y, p.z}; }

Vec3 somewhere() {
  const auto cm = [](int low, int high) { return static_cast<float>(*rc::gen::inRange(low * 100, high * 100)) / 100; };
  return {cm(-8, 8), cm(-20, 14), cm(-13, 8)};
}

FaceShape some_shape() { return random_identity(*rc::gen::arbitrary<std::uint32_t>()).shape; }

TEST(FaceShape, NamesEveryParameterOnce) {
  FaceShape shape;
  for (const ShapeParameter& p : shape_parameters()) {
    EXPECT_EQ(shape.*p.member, 0) << p.name;
    shape.*p.member = 1;
  }
}

TEST(ShapeWarp, OfNoShapeMovesNothing) {
  const ShapeWarp warp({}, kRightEye);
  for (const Vec3& p : {Vec3{0, -4.3f, 5.3f}, Vec3{-4.4f, 2.7f, 2.9f}, Vec3{6, -20, 1}}) {
    EXPECT_LT(length(warp.point(p) - p), 1e-5f);
    EXPECT_LT(length(warp.movement(p, {0.1f, -2, 1}) - Vec3{0.1f, -2, 1}), 1e-5f);
  }
}

TEST(ShapeWarp, EveryParameterMovesTheFace) {
  for (const ShapeParameter& parameter : shape_parameters()) {
    FaceShape shape;
    shape.*parameter.member = 1;
    const ShapeWarp warp(shape, kRightEye);
    float furthest = 0;
    for (float y = -20; y < 12; y += 0.5f)
      for (float x = -8; x <= 0; x += 0.5f)
        for (float z = -4; z < 8; z += 1) furthest = std::max(furthest, length(warp.point({x, y, z}) - Vec3{x, y, z}));
    EXPECT_GT(furthest, 0.1f) << parameter.name;
    EXPECT_LT(furthest, 2.0f) << parameter.name;
  }
}

RC_GTEST_PROP(ShapeWarp, IsExactlyMirrorSymmetric, ()) {
  const ShapeWarp warp(some_shape(), kRightEye);
  const Vec3 p = somewhere(), delta = somewhere() * 0.2f;
  RC_ASSERT(warp.point(mirrored(p)) == mirrored(warp.point(p)));
  RC_ASSERT(warp.movement(mirrored(p), mirrored(delta)) == mirrored(warp.movement(p, delta)));
}

RC_GTEST_PROP(ShapeWarp, KeepsEyeballsRound, ()) {
  const ShapeWarp warp(some_shape(), kRightEye);
  const Vec3 direction = unit(somewhere());
  const Vec3 moved = warp.point(kRightEye + direction * 1.3f) - warp.point(kRightEye);
  RC_ASSERT(std::abs(length(moved) - 1.3f * warp.eye_scale()) < 1e-4f);
}

RC_GTEST_PROP(ShapeWarp, LetsClosedLidsMeet, ()) {
  const ShapeWarp warp(some_shape(), kRightEye);
  const Vec3 upper = kRightEye + Vec3{0.2f, 0.4f, 1.3f}, lower = kRightEye + Vec3{0.2f, -0.4f, 1.3f};
  const Vec3 down = {0.01f, -0.45f, 0.02f};
  const Vec3 up = upper + down - lower;
  const Vec3 a = warp.point(upper) + warp.movement(upper, down), b = warp.point(lower) + warp.movement(lower, up);
  RC_ASSERT(length(a - b) < 1e-4f);
}

RC_GTEST_PROP(ShapeWarp, NeverFolds, ()) {
  const ShapeWarp warp(some_shape(), kRightEye);
  const Vec3 p = somewhere();
  const auto along = [&](const Vec3& axis) {
    return (warp.point(p + axis * 0.05f) - warp.point(p - axis * 0.05f)) * 10;
  };
  const float volume = dot(along({1, 0, 0}), cross(along({0, 1, 0}), along({0, 0, 1})));
  RC_ASSERT(volume > 0.2f);
}

}  // namespace
}  // namespace emo3d::rig
