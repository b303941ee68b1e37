#include <gtest/gtest.h>

#include <algorithm>

#include "emo3d/rig/head.h"
#include "emo3d/rig/ray_caster.h"

namespace emo3d::rig {
namespace {

HeadPart ear(const EarShape& shape = {}, int side = kLeft, const Complexion& complexion = {}) {
  const Skin& skin = Head::built_in().skin();
  static const RayCaster head(skin.positions, skin.triangles);
  return build_ear(head, shape, complexion, side);
}
float extent(const HeadPart& part, float Vec3::*axis) {
  const auto [low, high] = std::ranges::minmax(part.positions, {}, axis);
  return high.*axis - low.*axis;
}

TEST(Ear, IsOfHumanSize) {
  EXPECT_LE(ear().positions.size(), 1520u);
  EXPECT_NEAR(extent(ear(), &Vec3::y), 6.0f, 0.6f);  // adults: 5.5 to 7 cm long, 3 to 4.5 wide
  EXPECT_NEAR(extent(ear(), &Vec3::z), 3.6f, 0.7f);
}

TEST(Ear, OneIsTheMirrorImageOfTheOther) {
  const HeadPart left = ear({}, kLeft);
  const HeadPart right = ear({}, kRight);
  ASSERT_EQ(left.positions.size(), right.positions.size());
  for (std::size_t v = 0; v < left.positions.size(); ++v) {
    const Vec3& p = right.positions[v];
    EXPECT_EQ(left.positions[v], (Vec3{-p.x, p.y, p.z}));
  }
}

TEST(Ear, GrowsWithItsSizeAndStandsOffAsTold) {
  EXPECT_NEAR(extent(ear({.size = 1.2f}), &Vec3::y), 1.2f * extent(ear(), &Vec3::y), 0.1f);
  const auto outermost = [](const HeadPart& part) { return std::ranges::max(part.positions, {}, &Vec3::x).x; };
  EXPECT_GT(outermost(ear({.stick_out = 1.6f})), outermost(ear()) + 0.3f);
  EXPECT_LT(outermost(ear({.stick_out = 0.5f})), outermost(ear()) - 0.2f);
}

TEST(Ear, ReddensWithTheFlushOfTheSkin) {
  const auto redness = [](float flush) {
    float sum = 0;
    for (const Vec3& c : ear({}, kLeft, {.flush = flush}).colours) sum += c.x / c.y;
    return sum;
  };
  EXPECT_GT(redness(2), 1.02f * redness(1));
  EXPECT_LT(redness(0), 0.98f * redness(1));
}

TEST(Ear, EndsInsideTheHead) {
  const Skin& skin = Head::built_in().skin();
  const RayCaster head(skin.positions, skin.triangles);
  const HeadPart part = ear();
  constexpr std::size_t kAround = 54;
  for (std::size_t v = part.positions.size() - kAround; v < part.positions.size(); ++v) {
    const Vec3& p = part.positions[v];
    const auto hit = head.nearest({{30, p.y, p.z}, {-1, 0, 0}, 30});
    ASSERT_TRUE(hit);
    EXPECT_LT(p.x, 30 - hit->distance);
  }
}

}  // namespace
}  // namespace emo3d::rig
