#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "emo3d/rig/hair_mesh.h"
#include "emo3d/rig/head.h"
#include "emo3d/rig/ray_caster.h"

namespace emo3d::rig {
namespace {

const Skin& skin() { return Head::built_in().skin(); }
const RayCaster& skull() {
  static const RayCaster caster(skin().positions, skin().triangles);
  return caster;
}
HairStyle style(std::string_view name) {
  for (const NamedHairStyle& named : hair_styles())
    if (named.name == name) return named.style;
  ADD_FAILURE() << "no style " << name;
  return {};
}
HeadPart hair(const HairStyle& of) { return build_hair(HairForm(skull(), of), kSkinColour); }
float lowest(const HeadPart& part) { return std::ranges::min(part.positions, {}, &Vec3::y).y; }

TEST(Hair, EveryStyleIsASoundMeshWithinTheBudget) {
  for (const NamedHairStyle& named : hair_styles()) {
    const HeadPart part = hair(named.style);
    EXPECT_EQ(part.colours.size(), part.positions.size()) << named.name;
    EXPECT_EQ(part.occlusion.size(), part.positions.size()) << named.name;
    EXPECT_LE(part.triangles.size(), 15000u) << named.name;
    for (const Triangle& t : part.triangles)
      for (const std::uint32_t v : t) ASSERT_LT(v, part.positions.size());
    for (const Vec3& p : part.positions) ASSERT_LT(length(p), 40) << named.name;  // not so where NaN
    for (const float light : part.occlusion) ASSERT_TRUE(light >= 0 && light <= 1) << named.name;
    for (const Vec3& c : part.colours) ASSERT_TRUE(c.x >= 0 && c.y >= 0 && c.z >= 0) << named.name;
  }
}

TEST(Hair, StaysOutOfTheHeadAndOffTheFace) {
  for (const NamedHairStyle& named : hair_styles()) {
    const HairForm form(skull(), named.style);
    for (const Vec3& p : build_hair(form, kSkinColour).positions) {
      const Vec3 on_skin = form.point(form.scalp_point(p), 0);
      const bool above = dot(p - on_skin, form.outward(form.scalp_point(p))) > -0.5f;
      EXPECT_TRUE(above) << named.name << " at " << p.x << ", " << p.y << ", " << p.z;
      EXPECT_FALSE(std::abs(p.x) < 4.5f && p.z > 3 && p.y < 4.7f && p.y > -9)
          << named.name << " at " << p.x << ", " << p.y << ", " << p.z;
    }
  }
}

TEST(Hair, OnlyFineLocksReachTheEdgeOfTheForehead) {
  constexpr std::size_t kAcross = 3;  // vertices: edge, ridge, edge
  for (const char* name : {"side-part", "crop"}) {
    const HairForm form(skull(), style(name));
    const HeadPart locks = build_hair_locks(form, kSkinColour);
    for (std::size_t v = 0; v < locks.positions.size(); v += kAcross) {
      const ScalpPoint at = form.scalp_point(locks.positions[v + 1]);
      if (std::abs(at.azimuth_deg) > 60 || form.inside_hairline(at) > 0.5f) continue;
      EXPECT_LT(length(locks.positions[v] - locks.positions[v + 2]), 0.2f) << name << " at " << at.azimuth_deg;
    }
  }
}

TEST(Hair, CoversTheForeheadWhereverTheBrowsGo) {
  using face::Channel;
  face::Expression raised;
  for (const Channel c : {Channel::kBrowInnerUp, Channel::kBrowOuterUpLeft, Channel::kBrowOuterUpRight})
    raised.set(c, 1);
  const HairForm form(skull(), style("bob"));
  const HeadPart fringe = build_hair_shell(form, kSkinColour);
  const RayCaster shell(fringe.positions, fringe.triangles);
  int covered = 0;
  // The head is fitted to a person last; what moves is compared before.
  const MorphMesh morphs = Head(Head::built_in().cage(), "cage", {.name = "as authored"}).morph_mesh();
  std::vector<Vec3> moved = morphs.neutral.positions;
  for (const MorphTarget& target : morphs.targets)
    for (std::size_t i = 0; i < target.vertices.size(); ++i)
      moved[target.vertices[i]] += target.deltas[i] * raised[target.channel];
  for (std::size_t v = 0; v < skin().positions.size(); ++v) {
    const Vec3& p = moved[v];
    const ScalpPoint at = form.scalp_point(p);
    if (p.z < 0 || std::abs(at.azimuth_deg) > 40 || at.down < 8 || at.down > form.hem(at.azimuth_deg) - 0.4f) continue;
    ++covered;
    constexpr float kReach_cm = 3;
    EXPECT_TRUE(shell.nearest({p, form.outward(at), kReach_cm})) << p.x << ", " << p.y << ", " << p.z;
  }
  EXPECT_GT(covered, 30);
}

TEST(Hair, StylesDifferInLength) {
  EXPECT_GT(lowest(hair(style("crop"))), -6);
  EXPECT_LT(lowest(hair(style("bob"))), -6);
  EXPECT_GT(lowest(hair(style("bob"))), -9);
  EXPECT_LT(lowest(hair(style("long"))), -14);
  EXPECT_TRUE(hair(style("bald")).positions.empty());
}

TEST(Hair, ABaldCrownIsBare) {
  const HeadPart wreath = hair(style("wreath"));
  for (const Vec3& p : wreath.positions) EXPECT_LT(p.y, 9.5f);
  EXPECT_LT(lowest(wreath), 0);
}

TEST(Hair, GivesTheSameBitsEachTime) {
  for (const NamedHairStyle& named : hair_styles()) {
    const HeadPart a = hair(named.style);
    const HeadPart b = hair(named.style);
    EXPECT_EQ(a.positions, b.positions);
    EXPECT_EQ(a.colours, b.colours);
    EXPECT_EQ(a.occlusion, b.occlusion);
  }
}

TEST(Hair, ShadesAndTintsTheScalpAndLeavesTheFaceAlone) {
  const std::vector<UnderHair> under = under_hair(HairForm(skull(), style("side-part")), skin().positions);
  ASSERT_EQ(under.size(), skin().positions.size());
  int scalp = 0;
  for (std::size_t v = 0; v < under.size(); ++v) {
    const Vec3& p = skin().positions[v];
    ASSERT_TRUE(under[v].tint >= 0 && under[v].tint <= 1 && under[v].light >= 0 && under[v].light <= 1);
    if (p.y > 11.5f) {
      ++scalp;
      EXPECT_GT(under[v].tint, 0.6f);
      EXPECT_LT(under[v].light, 0.6f);
    }
    if (p.z > 4 && p.y < 4) {
      EXPECT_EQ(under[v].tint, 0);
      EXPECT_GT(under[v].light, 0.97f);
    }
  }
  EXPECT_GT(scalp, 20);
}

TEST(Hair, ShavedHeadsHaveAScalpButNoShadow) {
  for (const UnderHair& under : under_hair(HairForm(skull(), style("bald")), skin().positions)) {
    EXPECT_EQ(under.light, 1);
    EXPECT_LE(under.tint, style("bald").stubble);
  }
}

TEST(Hair, HeadsOfEveryStyleShareTheBakedOcclusion) {
  for (const NamedHairStyle& named : hair_styles()) {
    const Head head(Head::built_in().cage(), "cage", {.name = "any", .hair = named.style});
    const Mesh mesh = head.pose({});
    EXPECT_EQ(mesh.occlusion.size(), mesh.positions.size()) << named.name;
    EXPECT_EQ(std::ranges::count(head.parts(), PartKind::kHair, &HeadPart::kind), 1) << named.name;
  }
}

TEST(Hair, NoiseIsSmoothAndWithinOne) {
  float largest = 0;
  for (int i = 0; i < 4000; ++i) {
    const Vec3 p = {0.037f * static_cast<float>(i), -0.019f * static_cast<float>(i), 3.3f};
    largest = std::max(largest, std::abs(smooth_noise(p)));
    EXPECT_LT(std::abs(smooth_noise(p) - smooth_noise(p + Vec3{0.001f, 0, 0})), 0.01f);
  }
  EXPECT_LE(largest, 1);
  EXPECT_GT(largest, 0.4f);
}

}  // namespace
}  // namespace emo3d::rig
