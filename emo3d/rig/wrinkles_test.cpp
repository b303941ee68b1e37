#include "emo3d/rig/wrinkles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "emo3d/rig/cavity_light.h"
#include "emo3d/rig/head.h"

namespace emo3d::rig {
namespace {

using face::Channel;
using face::Expression;

const Head& head() { return Head::built_in(); }

Expression only(std::initializer_list<Channel> channels) {
  Expression expression;
  for (const Channel c : channels) expression.set(c, 1);
  return expression;
}

/// Steepness of the folds of every skin vertex.
std::vector<float> steepness(const Mesh& mesh) {
  std::vector<float> steep;
  for (const SkinDetail& detail : mesh.detail)
    steep.push_back(std::max(length(detail.folds[0].slope), length(detail.folds[1].slope)));
  return steep;
}

TEST(Wrinkles, AreNotThereAtRest) {
  for (const float steep : steepness(head().pose({}))) EXPECT_EQ(steep, 0);
}

TEST(Wrinkles, OfTheForeheadComeWithRaisedBrowsAboveThem) {
  const std::vector<float> steep = steepness(head().pose(only({Channel::kBrowInnerUp})));
  float forehead = 0;
  for (std::size_t v = 0; v < steep.size(); ++v) {
    const Vec3& p = head().skin().positions[v];
    if (p.y > 5.4f) forehead = std::max(forehead, steep[v]);
    if (p.y < 2.5f || p.z < 0) {
      EXPECT_EQ(steep[v], 0);
    }
  }
  EXPECT_GT(forehead, 0.3f);
}

TEST(Wrinkles, StayOnTheSideOfTheirChannel) {
  for (const Channel c : {Channel::kBrowOuterUpLeft, Channel::kEyeSquintLeft, Channel::kCheekSquintLeft,
                          Channel::kMouthSmileLeft, Channel::kNoseSneerLeft}) {
    const std::vector<float> steep = steepness(head().pose(only({c})));
    float left = 0, right = 0;
    for (std::size_t v = 0; v < steep.size(); ++v) {
      const Vec3& p = head().skin().positions[v];
      if (p.x > 1.6f) left = std::max(left, steep[v]);
      if (p.x < -1.6f) right = std::max(right, steep[v]);
    }
    EXPECT_GT(left, 0.1f) << face::name(c);
    EXPECT_EQ(right, 0) << face::name(c);
  }
}

TEST(Wrinkles, NoChannelOfTheEyeballsOrTheJawFoldsSkin) {
  for (const Channel c : {Channel::kEyeLookInLeft, Channel::kEyeLookDownRight, Channel::kJawOpen, Channel::kTongueOut})
    for (const float steep : steepness(head().pose(only({c})))) EXPECT_EQ(steep, 0) << face::name(c);
}

TEST(Wrinkles, RunSmoothlyWhereverTheyShow) {
  // Over a triangle on which a family shows, its phase may not jump: it would be drawn as a bundle of false lines.
  const Mesh mesh =
      Head(head().cage(), "cage", {.name = "old", .complexion = {.wrinkles = 2, .resting_wrinkles = 1}}).pose({});
  std::size_t shown = 0;
  for (const Triangle& t : head().skin().triangles)
    for (std::size_t layer = 0; layer < 2; ++layer) {
      const auto fold = [&](std::size_t corner) { return mesh.detail[t[corner]].folds[layer]; };
      for (std::size_t corner = 0; corner < 3; ++corner) {
        const Fold a = fold(corner), b = fold((corner + 1) % 3);
        if (std::min(length(a.slope), length(b.slope)) < 0.05f) continue;
        ++shown;
        EXPECT_LT(std::abs(a.phase - b.phase), 1.0f)
            << head().skin().positions[t[corner]].x << " " << head().skin().positions[t[corner]].y;
      }
    }
  EXPECT_GT(shown, 1000u);
  for (const SkinDetail& detail : mesh.detail)
    for (const Fold& fold : detail.folds) EXPECT_TRUE(std::isfinite(fold.phase) && std::isfinite(length(fold.slope)));
}

TEST(Wrinkles, DeepenWithAge) {
  const Expression raised = only({Channel::kBrowInnerUp, Channel::kBrowOuterUpLeft, Channel::kEyeSquintLeft});
  const auto total = [&](const Complexion& complexion, const Expression& expression) {
    double sum = 0;
    for (const float steep :
         steepness(Head(head().cage(), "cage", {.name = "any", .complexion = complexion}).pose(expression)))
      sum += steep;
    return sum;
  };
  EXPECT_EQ(total({.wrinkles = 0}, raised), 0);
  EXPECT_GT(total({.wrinkles = 1}, raised), 0);
  EXPECT_GT(total({.wrinkles = 2}, raised), 1.2 * total({.wrinkles = 1}, raised));
  EXPECT_GT(total({.resting_wrinkles = 1}, {}), 0);
}

Opening eye(const Mesh& mesh) {
  return {eye_rims(head().skin(), kLeft), {mesh.positions.data(), head().skin().positions.size()}};
}
Opening mouth(const Mesh& mesh) {
  return {mouth_rims(head().cage()), {mesh.positions.data(), head().skin().positions.size()}};
}

TEST(CavityLight, LidsShadeTheEyeFromAboveAndInTheCorners) {
  const Opening opening = eye(head().pose({}));
  const Vec3 middle = eye_centre(head().cage(), kLeft) + Vec3{0, 0, head().cage().eye_radius};
  EXPECT_GT(opening.light_on_eye(middle), 0.7f);
  EXPECT_LT(opening.light_on_eye(middle + Vec3{0, 0.5f, 0}), 0.5f);
  EXPECT_LT(opening.light_on_eye(middle + Vec3{1.2f, 0.1f, 0}), 0.6f);
}

TEST(CavityLight, ASquintDarkensTheSlit) {
  const Opening open = eye(head().pose({}));
  const Opening narrow = eye(head().pose(only({Channel::kEyeSquintLeft, Channel::kCheekSquintLeft})));
  const Vec3 middle = eye_centre(head().cage(), kLeft) + Vec3{0, 0, head().cage().eye_radius};
  EXPECT_LT(narrow.light_on_eye(middle), 0.8f * open.light_on_eye(middle));
}

TEST(CavityLight, ReachesIncisorsBeforeMolarsAndMoreThroughAWiderMouth) {
  const Opening open = mouth(head().pose(only({Channel::kJawOpen})));
  Expression half;
  half.set(Channel::kJawOpen, 0.3f);
  const Opening ajar = mouth(head().pose(half));
  const Vec3 incisor{0, -4.9f, 4.6f}, molar{2.3f, -4.9f, 1.8f};
  EXPECT_GT(open.light_in_mouth(incisor), 4 * open.light_in_mouth(molar));
  EXPECT_GT(open.light_in_mouth(molar), ajar.light_in_mouth(molar));
  EXPECT_EQ(open.light_in_mouth({0, -5, 8}), 1);  // a tongue put out
}

TEST(Complexion, DarkensWhatGoesWithTheSkinAndNotTheEyes) {
  const Complexion dark{.skin = {0.33f, 0.22f, 0.17f}};
  const Vec3 rim = beside(dark, {0.74f, 0.46f, 0.42f}, 0.7f);
  EXPECT_LT(rim.x, 0.6f);
  EXPECT_GT(rim.x, dark.skin.x);
  EXPECT_EQ(beside({}, rim, 1), rim);
}

}  // namespace
}  // namespace emo3d::rig
