#include "emo3d/rig/sight_lines.h"

#include <gtest/gtest.h>

#include <array>

namespace emo3d::rig {
namespace {

/// A square at height 1 that faces up, in two triangles, and one at height 3.
constexpr std::array<Vec3, 8> kPositions = {
    {{-1, 1, -1}, {1, 1, -1}, {1, 1, 1}, {-1, 1, 1}, {-1, 3, -1}, {1, 3, -1}, {1, 3, 1}, {-1, 3, 1}}};
constexpr std::array<Triangle, 4> kUp = {{{0, 2, 1}, {0, 3, 2}, {4, 6, 5}, {4, 7, 6}}};

TEST(SightLines, FindsTheNearestSurfaceOnEitherSide) {
  const SightLines lines(kPositions, kUp, Axis::kY, 1);
  EXPECT_FLOAT_EQ(lines.below({0.3f, 0.25f, 0.2f}, 5).across_cm, 0.75f);
  EXPECT_FLOAT_EQ(lines.above({0.3f, 2, 0.2f}, 5).across_cm, 1);
  EXPECT_EQ(lines.below({0.3f, 2, 0.2f}, 5).normal, (Vec3{0, 1, 0}));
  EXPECT_EQ(lines.below({0.3f, 4, 0.2f}, 5).across_cm, 0);
}

TEST(SightLines, LooksNoFartherThanAsked) {
  const SightLines lines(kPositions, kUp, Axis::kY, 1);
  EXPECT_EQ(lines.below({0, 0, 0}, 0.5f).across_cm, 0);
  EXPECT_EQ(lines.below({7, 0, 0}, 5).across_cm, 0);
  EXPECT_EQ(lines.below({-7, 0, 0}, 5).across_cm, 0);
}

TEST(SightLines, SkipsTrianglesThatFaceTheOtherWay) {
  const SightLines lines(kPositions, kUp, Axis::kY, -1);
  EXPECT_EQ(lines.below({0, 0, 0}, 5).across_cm, 0);
  EXPECT_EQ(lines.above({0, 2, 0}, 5).across_cm, 0);
}

TEST(SightLines, MeasuresAcrossASlope) {
  constexpr std::array<Vec3, 3> kSlope = {{{-9, -9, -9}, {9, -9, -9}, {0, 9, 9}}};  // rises as it goes forward
  constexpr std::array<Triangle, 1> kFacingBackAndUp = {{{0, 2, 1}}};
  const SightLines lines(kSlope, kFacingBackAndUp, Axis::kY, 1);
  const SightLines::Distance found = lines.below({0, -1, 0}, 5);
  EXPECT_NEAR(found.across_cm, std::sqrt(0.5f), 1e-5f);
  EXPECT_NEAR(found.normal.y, std::sqrt(0.5f), 1e-5f);
  EXPECT_NEAR(found.normal.z, -std::sqrt(0.5f), 1e-5f);
}

TEST(SightLines, SeesNothingWhereThereIsNothing) {
  const SightLines lines({}, {}, Axis::kZ, 1);
  EXPECT_EQ(lines.above({0, 0, 0}, 5).across_cm, 0);
}

}  // namespace
}  // namespace emo3d::rig
