#include "emo3d/rig/contact.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "emo3d/base/error.h"
#include "emo3d/rig/head.h"
#include "emo3d/rig/lip_grid.h"
#include "tests/support/errors.h"
#include "tests/support/hard_expressions.h"

namespace emo3d::rig {
namespace {

using face::Channel;
using face::Expression;

const Head& head() { return Head::built_in(); }

float largest_difference(const Mesh& a, const Mesh& b) {
  float largest = 0;
  for (std::size_t v = 0; v < head().skin().positions.size(); ++v)
    largest = std::max(largest, length(a.positions[v] - b.positions[v]));
  return largest;
}

TEST(Contacts, SmallChangesOfAnExpressionMakeSmallChangesOfTheFace) {
  Random random(5);
  for (int pair = 0; pair < 12; ++pair) {
    const Expression from = testing::hard_expression(random);
    const Expression to = testing::hard_expression(random);
    const auto between = [&](float t) {
      Expression e;
      for (const Channel c : face::channels()) e.set(c, (1 - t) * from[c] + t * to[c]);
      return head().pose(e);
    };
    constexpr int kPlaces = 10;
    for (int i = 0; i < kPlaces; ++i) {
      const float t = static_cast<float>(i) / kPlaces;
      EXPECT_LT(largest_difference(between(t), between(t + 1e-3f)), 0.08f) << "pair " << pair << " at " << t;
    }
  }
}

TEST(Contacts, LeaveAloneWhatDoesNotCollide) {
  const std::vector<Vec3>& rest = head().skin().positions;
  std::vector<Vec3> skin = rest;
  const HeadPart& tongue =
      *std::ranges::find_if(head().parts(), [](const HeadPart& part) { return part.kind == PartKind::kMouthInside; });
  const Contacts contacts(head().cage(), head().skin());
  contacts.resolve(skin, {}, {tongue.positions, tongue.triangles});
  // At rest the lips touch and the lids lie on the eyeballs; nothing else does.
  const Vec3 eye = eye_centre(head().cage(), kLeft);
  for (std::size_t v = 0; v < skin.size(); ++v) {
    const bool near_eye = length(Vec3{std::abs(rest[v].x), rest[v].y, rest[v].z} - eye) < 2;
    EXPECT_LT(length(skin[v] - rest[v]), near_eye ? 0.1f : 0.04f);
  }
}

TEST(Contacts, CloseEyesThatAreOpenByASliver) {
  const std::vector<std::uint32_t>& margin = head().skin().lid_margins[kLeft];
  const auto opening = [&](float blink) {
    Expression e;
    e.set(Channel::kEyeBlinkLeft, blink);
    e.set(Channel::kEyeSquintLeft, 0.6f);
    e.set(Channel::kCheekSquintLeft, 0.5f);
    const Mesh pose = head().pose(e);
    float widest = 0;
    for (std::size_t i = 1; i < margin.size() / 2; ++i)
      widest = std::max(widest, length(pose.positions[margin[i]] - pose.positions[margin[margin.size() - i]]));
    return widest;
  };
  float wider = opening(0);
  EXPECT_GT(wider, 0.3f);
  for (const float blink : {0.15f, 0.3f, 0.45f, 0.6f, 0.75f, 0.9f}) {
    const float narrower = opening(blink);
    EXPECT_LE(narrower, wider + 1e-3f) << blink;
    wider = narrower;
  }
  EXPECT_LT(opening(0.6f), 0.005f);
}

TEST(Contacts, MoveTheSkinAroundTheLipsLessThanTheLips) {
  Expression press;
  for (const Channel c : {Channel::kMouthPressLeft, Channel::kMouthPressRight, Channel::kMouthShrugLower})
    press.set(c, 1);
  const MorphMesh morphs = head().morph_mesh();
  std::vector<Vec3> linear = morphs.neutral.positions;
  for (const MorphTarget& target : morphs.targets)
    for (std::size_t i = 0; i < target.vertices.size(); ++i)
      linear[target.vertices[i]] += target.deltas[i] * press[target.channel];
  const Mesh pose = head().pose(press);
  float lips = 0;
  float chin = 0;
  for (std::size_t v = 0; v < head().skin().positions.size(); ++v) {
    const float moved = length(pose.positions[v] - linear[v]);
    if (head().skin().lip[v] > 0.9f && head().skin().bag[v] <= 0) lips = std::max(lips, moved);
    if (head().skin().positions[v].y < -7) chin = std::max(chin, moved);
  }
  EXPECT_GT(lips, 0.05f);
  EXPECT_LT(chin, 0.002f);
}

TEST(LipGrid, IsARegularPatchOfTheSkin) {
  const Skin& skin = head().skin();
  const LipGrids grids = lip_grids(head().cage(), skin);
  for (const LipGrid* grid : {&grids.upper, &grids.lower})
    for (std::size_t row = 0; row < LipGrid::kRows; ++row)
      for (std::size_t column = 0; column + 1 < LipGrid::kColumns; ++column)
        EXPECT_LT(length(skin.positions[grid->vertices[row][column]] - skin.positions[grid->vertices[row][column + 1]]),
                  0.4f);
  for (std::size_t row = 0; row < LipGrid::kRows; ++row) {
    EXPECT_EQ(grids.upper.vertices[row].front(), grids.lower.vertices[row].front());
    EXPECT_EQ(grids.upper.vertices[row].back(), grids.lower.vertices[row].back());
  }
  const std::size_t middle = LipGrid::kColumns / 2;
  EXPECT_GT(skin.positions[grids.upper.vertices[0][middle]].y, skin.positions[grids.lower.vertices[0][middle]].y);
}

TEST(LipGrid, RefusesACageWithoutALip) {
  Cage cage = head().cage();
  std::swap(cage.mirror[61], cage.mirror[0]);
  EXPECT_THROW((void)lip_grids(cage, head().skin()), Error);
}

}  // namespace
}  // namespace emo3d::rig
