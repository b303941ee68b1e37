#include "emo3d/rig/head.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "emo3d/base/error.h"
#include "emo3d/rig/gaze.h"
#include "tests/support/errors.h"
#include "tests/support/expressions.h"

namespace emo3d::rig {
namespace {

using face::Channel;
using face::Expression;

/// As authored: nobody's shape is put on it.
const Head& head() {
  static const Head authored = Head::of({});
  return authored;
}

Expression only(Channel channel, float weight = 1) {
  Expression expression;
  expression.set(channel, weight);
  return expression;
}

/// The first vertex of the first part of a kind, and the part.
struct PlacedPart {
  std::size_t first = 0;
  const HeadPart* part = nullptr;
};
PlacedPart find_part(PartKind kind, int number = 0) {
  std::size_t first = head().skin().positions.size();
  for (const HeadPart& part : head().parts()) {
    if (part.kind == kind && number-- == 0) return {first, &part};
    first += part.positions.size();
  }
  return {};
}

/// For each skin vertex its mirror image: the vertex that lies there at rest and with the mouth open.
std::vector<std::size_t> skin_mirror() {
  const std::size_t count = head().skin().positions.size();
  const std::vector<Vec3> rest = head().pose({}).positions;
  const std::vector<Vec3> open = head().pose(only(Channel::kJawOpen)).positions;
  const auto apart = [](const Vec3& a, const Vec3& b) { return length(Vec3{-a.x, a.y, a.z} - b); };
  std::vector<std::size_t> by_height(count);
  std::iota(by_height.begin(), by_height.end(), 0u);
  const auto y = [&](std::size_t v) { return rest[v].y; };
  std::ranges::sort(by_height, {}, y);
  std::vector<std::size_t> mirror(count, count);
  for (std::size_t v = 0; v < count; ++v) {
    const auto from = std::ranges::lower_bound(by_height, rest[v].y - 1e-3f, {}, y);
    for (auto w = from; w != by_height.end() && rest[*w].y < rest[v].y + 1e-3f; ++w)
      if (apart(rest[v], rest[*w]) < 1e-3f && apart(open[v], open[*w]) < 1e-3f) mirror[v] = *w;
  }
  return mirror;
}

TEST(Head, HasTheSubdividedCageAsItsSkin) {
  EXPECT_EQ(head().cage().positions.size(), 1171u);
  EXPECT_EQ(head().skin().positions.size(), 18343u);
  EXPECT_EQ(head().skin().triangles.size(), 36416u);
}

TEST(Head, GivesListsOfOneLengthAndValidIndices) {
  const Mesh mesh = head().pose({});
  EXPECT_EQ(mesh.normals.size(), mesh.positions.size());
  EXPECT_EQ(mesh.colours.size(), mesh.positions.size());
  EXPECT_EQ(mesh.occlusion.size(), mesh.positions.size());
  EXPECT_EQ(mesh.materials.size(), mesh.positions.size());
  for (const Triangle& t : mesh.triangles)
    for (const std::uint32_t v : t) ASSERT_LT(v, mesh.positions.size());
  for (const Vec3& c : mesh.colours)
    for (const float x : {c.x, c.y, c.z}) ASSERT_TRUE(x >= 0 && x <= 1);
}

RC_GTEST_PROP(Head, IsSoundInEveryPose, ()) {
  const Mesh mesh = head().pose(*emo3d::testing::arbitrary_expression());
  for (const Vec3& n : mesh.normals) RC_ASSERT(std::abs(length(n) - 1) < 1e-4f);
  for (const Vec3& p : mesh.positions) RC_ASSERT(length(p) < 60);
  for (const float light : mesh.occlusion) RC_ASSERT(light >= 0 && light <= 1);
}

RC_GTEST_PROP(Head, SkinOfTheMirroredExpressionIsTheMirrorImage, ()) {
  static const std::vector<std::size_t> mirror = skin_mirror();
  const Expression expression = *emo3d::testing::arbitrary_expression();
  const Mesh mesh = head().pose(expression);
  const Mesh image = head().pose(mirrored(expression));
  for (std::size_t v = 0; v < mirror.size(); ++v) {
    RC_ASSERT(mirror[v] < mirror.size());
    const Vec3& p = image.positions[mirror[v]];
    RC_ASSERT(length(mesh.positions[v] - Vec3{-p.x, p.y, p.z}) <
              5e-2f);  // where a contact begins, rounding decides whether lips move (docs/face.md)
  }
}

TEST(Head, EveryChannelMovesSomething) {
  const Mesh rest = head().pose({});
  for (const Channel c : face::channels()) {
    const Mesh moved = head().pose(only(c));
    float largest = 0;
    for (std::size_t v = 0; v < rest.positions.size(); ++v)
      largest = std::max(largest, length(moved.positions[v] - rest.positions[v]));
    EXPECT_GT(largest, 0.1f) << face::name(c);
  }
}

TEST(Head, GivesTheSameBitsEachTime) {
  Expression expression = only(Channel::kJawOpen, 0.4f);
  expression.set(Channel::kMouthSmileLeft, 0.7f);
  const Mesh a = head().pose(expression);
  const Mesh b = Head(head().cage()).pose(expression);
  EXPECT_EQ(a.positions, b.positions);
  EXPECT_EQ(a.normals, b.normals);
  EXPECT_EQ(a.occlusion, b.occlusion);
}

TEST(Head, ClosesTheLidsUnderEveryShapeOfTheEye) {
  constexpr Channel kWith[][2] = {
      {Channel::kEyeBlinkRight, Channel::kEyeBlinkLeft},       {Channel::kEyeSquintRight, Channel::kEyeSquintLeft},
      {Channel::kCheekSquintRight, Channel::kCheekSquintLeft}, {Channel::kEyeWideRight, Channel::kEyeWideLeft},
      {Channel::kEyeLookDownRight, Channel::kEyeLookDownLeft}, {Channel::kEyeLookUpRight, Channel::kEyeLookUpLeft}};
  for (const int side : {kRight, kLeft})
    for (const auto& with : kWith) {
      Expression blink = only(side == kRight ? Channel::kEyeBlinkRight : Channel::kEyeBlinkLeft);
      blink.set(with[side], 1);
      const Mesh mesh = head().pose(blink);
      const std::vector<std::uint32_t>& margin = head().skin().lid_margins[side];
      ASSERT_EQ(margin.size(), 64u);  // the canthi are numbers 0 and 32; number i lies across from number 64 - i
      for (std::size_t i = 1; i < 32; ++i)
        EXPECT_LT(length(mesh.positions[margin[i]] - mesh.positions[margin[64 - i]]), 0.005f)
            << face::name(with[side]) << " point " << i;
    }
}

TEST(Head, KeepsTheEyeballsBehindTheLids) {
  for (const float weight : {0.0f, 0.2f, 0.4f, 0.5f, 0.6f, 0.8f, 1.0f}) {
    Expression blink = only(Channel::kEyeBlinkRight, weight);
    blink.set(Channel::kEyeBlinkLeft, weight);
    const Mesh mesh = head().pose(blink);
    for (const Triangle& t : head().skin().triangles) {
      const Vec3 middle = (mesh.positions[t[0]] + mesh.positions[t[1]] + mesh.positions[t[2]]) * (1.0f / 3);
      for (const int side : {kRight, kLeft}) {
        const Vec3 from_eye = middle - eye_centre(head().cage(), side);
        if (from_eye.z > 0.3f) {
          EXPECT_GT(length(from_eye), head().cage().eye_radius + 0.02f) << weight;
        }
      }
    }
  }
}

TEST(Head, LidRimsStayOnTheLids) {
  Expression expression = only(Channel::kEyeBlinkRight, 0.6f);
  expression.set(Channel::kEyeSquintRight, 1);
  const Mesh mesh = head().pose(expression);
  const PlacedPart rim = find_part(PartKind::kLidRim);
  const std::vector<std::uint32_t>& margin = head().skin().lid_margins[kRight];
  for (std::size_t i = 0; i < margin.size(); ++i)
    EXPECT_LT(length(mesh.positions[rim.first + i] - mesh.positions[margin[i]]), 0.06f);
}

TEST(Head, EyeballsTurnWithoutChangingShape) {
  Expression expression = only(Channel::kEyeLookOutLeft);
  expression.set(Channel::kEyeLookUpLeft, 0.5f);
  const Mesh mesh = head().pose(expression);
  const PlacedPart eye = find_part(PartKind::kLeftEye);
  const Vec3 centre = eye_centre(head().cage(), kLeft);
  for (std::size_t i = 0; i < eye.part->positions.size(); ++i)
    EXPECT_NEAR(length(mesh.positions[eye.first + i] - centre), length(eye.part->positions[i] - centre), 1e-5f);
  const Vec3 at_rest = eye.part->positions[0] - centre;
  EXPECT_LT(at_rest.x, 0);  // eyes at rest look a little towards each other
  const Vec3 pupil = mesh.positions[eye.first] - centre;
  const float turned = std::atan2(pupil.x, pupil.z) - std::atan2(at_rest.x, at_rest.z);
  EXPECT_NEAR(turned, kGazeYaw_deg * 3.14159265f / 180, 5e-3f);  // out is to the subject's left
  EXPECT_NEAR(std::asin(pupil.y / length(pupil)), kGazePitch_deg / 2 * 3.14159265f / 180, 1e-3f);
}

TEST(Head, LowerTeethFollowTheJawAndUpperTeethStay) {
  const Mesh rest = head().pose({});
  const Mesh open = head().pose(only(Channel::kJawOpen));
  const PlacedPart upper = find_part(PartKind::kMouthInside, 0);
  const PlacedPart lower = find_part(PartKind::kMouthInside, 2);
  for (std::size_t i = 0; i < upper.part->positions.size(); ++i)
    EXPECT_EQ(open.positions[upper.first + i], rest.positions[upper.first + i]);
  EXPECT_LT(open.positions[lower.first].y, rest.positions[lower.first].y - 1.5f);  // a middle incisor
  const auto from_first = [&](const Mesh& mesh, std::size_t i) {
    return length(mesh.positions[lower.first + i] - mesh.positions[lower.first]);
  };
  for (std::size_t i = 0; i < lower.part->positions.size(); ++i)
    EXPECT_NEAR(from_first(open, i), from_first(rest, i), 1e-4f);
}

TEST(Head, ClosedPartsFaceOutwards) {
  const auto volume = [](const HeadPart& part) {
    float sum = 0;
    for (const auto& [a, b, c] : part.triangles)
      sum += dot(part.positions[a] - part.positions[0],
                 cross(part.positions[b] - part.positions[0], part.positions[c] - part.positions[0]));
    return sum / 6;
  };
  for (const HeadPart& part : head().parts())
    if (part.kind == PartKind::kMouthInside || part.kind == PartKind::kRightEye || part.kind == PartKind::kHair) {
      EXPECT_GT(volume(part), 0) << static_cast<int>(part.kind);
    }
}

TEST(Head, BakedOcclusionIsDarkWhereLightDoesNotReach) {
  const Mesh mesh = head().pose({});
  const Skin& skin = head().skin();
  const auto mean = [&](auto&& selects) {
    double sum = 0;
    int count = 0;
    for (std::size_t v = 0; v < skin.positions.size(); ++v)
      if (selects(v)) sum += mesh.occlusion[v], ++count;
    return sum / count;
  };
  const double forehead = mean([&](std::size_t v) { return skin.positions[v].z > 3 && skin.positions[v].y > 6; });
  const double nostrils = mean([&](std::size_t v) { return skin.nostril[v] > 0.9f; });
  const double mouth = mean([&](std::size_t v) { return skin.bag[v] > 0.9f; });
  EXPECT_GT(forehead, 0.8);
  EXPECT_LT(nostrils, 0.2);
  EXPECT_LT(mouth, 0.4);
}

TEST(Head, ASmileDarkensTheFoldOfItsSideOnly) {
  const Mesh rest = head().pose({});
  const Mesh smile = head().pose(only(Channel::kMouthSmileLeft));
  float left = 0;
  float right = 0;
  for (std::size_t v = 0; v < head().skin().positions.size(); ++v)
    if (head().skin().bag[v] <= 0)  // the mouth and the seam of the lips change with its opening
      (rest.positions[v].x > 0 ? left : right) += rest.occlusion[v] - smile.occlusion[v];
  EXPECT_GT(left, 5);
  EXPECT_EQ(right, 0);
}

TEST(Head, EachMorphTargetIsThePoseOfItsChannel) {
  const MorphMesh morphs = head().morph_mesh();
  check_morph_mesh(morphs);
  for (const Channel c : face::channels()) {
    const MorphTarget& target = morphs.targets[static_cast<std::size_t>(c)];
    ASSERT_FALSE(target.vertices.empty()) << face::name(c);
    // mouthClose closes an open mouth: it stands on top of jawOpen.
    const bool closes = c == Channel::kMouthClose;
    const Mesh from = closes ? head().pose(only(Channel::kJawOpen)) : morphs.neutral;
    std::vector<Vec3> positions = from.positions;
    std::vector<Vec3> normals = from.normals;
    for (std::size_t i = 0; i < target.vertices.size(); ++i) {
      positions[target.vertices[i]] += target.deltas[i];
      normals[target.vertices[i]] += target.normal_deltas[i];
    }
    Expression shown = only(c);
    if (closes) shown.set(Channel::kJawOpen, 1);
    const Mesh pose = head().pose(shown);
    float largest = 0;
    float largest_turn = 0;
    for (std::size_t v = 0; v < positions.size(); ++v) {
      largest = std::max(largest, length(positions[v] - pose.positions[v]));
      largest_turn = std::max(largest_turn, length(normals[v] - pose.normals[v]));
    }
    EXPECT_LT(largest, 1e-3f) << face::name(c);
    EXPECT_LT(largest_turn, 1e-3f) << face::name(c);
  }
}

TEST(Head, RefusesOcclusionForAnotherHead) {
  Cage cage = head().cage();
  cage.occlusion.pop_back();
  EXPECT_THROW(Head(std::move(cage), "odd.bin"), Error);
}

TEST(Head, NamesTheFileWhoseCageCannotBeSubdivided) {
  Cage cage = head().cage();
  cage.triangles.push_back(cage.triangles.front());
  const std::string message = emo3d::testing::error_message([&] { const Head broken(std::move(cage), "odd.bin"); });
  EXPECT_EQ(message.substr(0, 14), "odd.bin: edge ");
}

TEST(Head, ReportsAMissingFile) {
  EXPECT_THROW((void)Head::load(std::filesystem::path("no") / "such" / "head.bin"), Error);
}

}  // namespace
}  // namespace emo3d::rig
