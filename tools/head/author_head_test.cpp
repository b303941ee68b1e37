#include "tools/head/author_head.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "emo3d/base/error.h"
#include "tools/head/eyes.h"
#include "tools/head/shapes.h"

namespace emo3d::head {
namespace {

using face::Channel;

const AuthoredHead& head() {
  static const AuthoredHead authored = author_head(read_canonical_mesh(EMO3D_CANONICAL_FACE));
  return authored;
}

Vec image(const Vec& p) { return {-p.x(), p.y(), p.z()}; }

double largest(const Displacement& deltas) {
  double value = 0;
  for (const Vec& d : deltas) value = std::max(value, d.norm());
  return value;
}

/// Position of a vertex with channels at 1 and the correctives that go with them.
Vec posed(int vertex, const std::set<Channel>& active) {
  Vec p = head().rest.positions[vertex];
  for (const Channel channel : active) p += head().shapes.at(channel)[vertex];
  for (const Corrective& c : head().correctives)
    if (active.contains(c.first) && active.contains(c.second)) p += c.deltas[vertex];
  return p;
}

TEST(AuthoredHead, HasTheCageOfTheRecipe) {
  EXPECT_EQ(head().rest.positions.size(), 991 + kShoulderRings * kOvalPoints);
  EXPECT_EQ(head().rest.triangles.size(), 1916 + 2 * kShoulderRings * kOvalPoints);
  EXPECT_EQ(head().shapes.size(), face::kChannelCount);
  EXPECT_EQ(head().correctives.size(), 10);
  EXPECT_EQ(head().jaw_weights.size(), head().rest.positions.size());
}

TEST(AuthoredHead, RestIsExactlyMirrorSymmetric) {
  const HeadTemplate& rest = head().rest;
  for (std::size_t i = 0; i < rest.positions.size(); ++i) {
    EXPECT_EQ(rest.mirror[rest.mirror[i]], static_cast<int>(i));
    EXPECT_EQ(rest.positions[rest.mirror[i]], image(rest.positions[i])) << "vertex " << i;
    EXPECT_EQ(head().jaw_weights[rest.mirror[i]], head().jaw_weights[i]) << "vertex " << i;
  }
}

TEST(AuthoredHead, EveryShapeIsTheMirrorImageOfItsCounterpart) {
  for (const auto& [channel, deltas] : head().shapes) {
    const Displacement& other = head().shapes.at(face::mirrored(channel));
    for (std::size_t i = 0; i < deltas.size(); ++i)
      EXPECT_EQ(other[head().rest.mirror[i]], image(deltas[i])) << face::name(channel) << ", vertex " << i;
  }
}

TEST(AuthoredHead, EveryChannelButTheTongueMovesTheSkin) {
  constexpr double kVisibleCm = 0.05;
  for (const auto& [channel, deltas] : head().shapes) {
    if (channel == Channel::kTongueOut) {
      EXPECT_EQ(largest(deltas), 0);
    } else {
      EXPECT_GT(largest(deltas), kVisibleCm) << face::name(channel);
    }
    EXPECT_LT(largest(deltas), 6) << face::name(channel);
  }
}

TEST(AuthoredHead, OneSidedEyeAndBrowShapesStayOnTheirSide) {
  for (const Channel channel : {Channel::kEyeBlinkLeft, Channel::kEyeSquintLeft, Channel::kBrowOuterUpLeft})
    for (std::size_t i = 0; i < head().rest.positions.size(); ++i) {
      if (head().rest.positions[i].x() >= -1.5) continue;
      EXPECT_EQ(head().shapes.at(channel)[i], Vec::Zero()) << face::name(channel) << ", vertex " << i;
    }
}

TEST(AuthoredHead, AllNumbersLieOnTheGridOfTheFile) {
  const auto off_grid = [](const Vec& p) { return (p - on_grid(p)).norm(); };
  for (const Vec& p : head().rest.positions) EXPECT_EQ(off_grid(p), 0);
  for (const auto& [channel, deltas] : head().shapes)
    for (const Vec& d : deltas) EXPECT_EQ(off_grid(d), 0);
  for (const Corrective& corrective : head().correctives)
    for (const Vec& d : corrective.deltas) EXPECT_EQ(off_grid(d), 0);
}

TEST(AuthoredHead, BlinkBringsTheLidMarginsTogether) {
  for (std::size_t k = 0; k < kLidPoints; ++k) {
    const Vec upper = posed(kUpperLidMargin[k], {Channel::kEyeBlinkRight});
    const Vec lower = posed(kLowerLidMargin[k], {Channel::kEyeBlinkRight});
    EXPECT_EQ(on_grid(upper - lower), Vec::Zero()) << "lid point " << k;
    EXPECT_GT((head().rest.positions[kUpperLidMargin[k]] - head().rest.positions[kLowerLidMargin[k]]).norm(), 0.2)
        << "open at rest, lid point " << k;
  }
}

TEST(AuthoredHead, ClosedLidsStaySealedUnderOtherShapesOfTheEye) {
  const std::vector<std::set<Channel>> combinations = {
      {Channel::kEyeSquintRight},
      {Channel::kCheekSquintRight},
      {Channel::kEyeWideRight},
      {Channel::kEyeLookDownRight},
      {Channel::kEyeLookUpRight},
      {Channel::kEyeSquintRight, Channel::kCheekSquintRight},
      {Channel::kEyeLookDownRight, Channel::kEyeSquintRight, Channel::kCheekSquintRight}};
  for (std::set<Channel> active : combinations) {
    active.insert(Channel::kEyeBlinkRight);
    for (std::size_t k = 0; k < kLidPoints; ++k)
      EXPECT_EQ(on_grid(posed(kUpperLidMargin[k], active) - posed(kLowerLidMargin[k], active)), Vec::Zero())
          << face::name(*active.begin()) << ", lid point " << k;
  }
}

TEST(AuthoredHead, LidMarginsLieOutsideTheEyeballs) {
  for (const LidRow& row : {kUpperLidMargin, kLowerLidMargin})
    for (const int landmark : row) {
      EXPECT_GT((head().rest.positions[landmark] - right_eye_centre()).norm(), kEyeRadiusCm) << landmark;
      EXPECT_GT((posed(landmark, {Channel::kEyeBlinkRight}) - right_eye_centre()).norm(), kEyeRadiusCm) << landmark;
    }
}

TEST(AuthoredHead, MouthCloseBringsOpenLipsBackTogetherAsTheyWereAtRest) {
  for (std::size_t k = 0; k < kLipPoints; ++k) {
    const auto apart = [&](const std::set<Channel>& active) {
      return Vec(posed(kUpperLip.back()[k], active) - posed(kLowerLip.back()[k], active));
    };
    EXPECT_LT(apart({}).norm(), 0.1) << "lip point " << k;
    EXPECT_LT((apart({Channel::kJawOpen, Channel::kMouthClose}) - apart({})).norm(), 3e-3) << "lip point " << k;
  }
  EXPECT_GT((posed(13, {Channel::kJawOpen}) - posed(14, {Channel::kJawOpen})).norm(), 3);
}

/// ICT-FaceKit's mouth is open by 0.28 of the distance between the eyes' outer corners where it looks surprised.
TEST(AuthoredHead, OpensTheMouthOfSurpriseAsFarAsTheReference) {
  static constexpr double kJawOfSurprise = 0.6;
  constexpr int kRightCanthus = 33, kLeftCanthus = 263, kUpperLipMiddle = 13, kLowerLipMiddle = 14;
  const auto at = [](int landmark) {
    return Vec(head().rest.positions[landmark] + kJawOfSurprise * head().shapes.at(Channel::kJawOpen)[landmark]);
  };
  const double open = (at(kUpperLipMiddle) - at(kLowerLipMiddle)).norm();
  const double ratio = open / (at(kLeftCanthus) - at(kRightCanthus)).norm();
  EXPECT_GT(ratio, 0.265);
  EXPECT_LT(ratio, 0.295);
}

TEST(AuthoredHead, MovesTheWayTheNamesSay) {
  const auto move = [](Channel channel, int landmark) { return head().shapes.at(channel)[landmark]; };
  EXPECT_LT(move(Channel::kJawOpen, 152).y(), -1);
  EXPECT_LT(move(Channel::kJawRight, 152).x(), -0.5);
  EXPECT_GT(move(Channel::kJawLeft, 152).x(), 0.5);
  EXPECT_GT(move(Channel::kJawForward, 152).z(), 0.5);
  EXPECT_GT(move(Channel::kMouthSmileLeft, 291).y(), 0.8);
  EXPECT_GT(move(Channel::kMouthSmileLeft, 291).x(), 0.5);
  EXPECT_LT(move(Channel::kMouthFrownRight, 61).y(), -0.5);
  EXPECT_LT(move(Channel::kMouthRight, 13).x(), -0.8);
  EXPECT_GT(move(Channel::kMouthPucker, 61).x(), 0.5);
  EXPECT_GT(move(Channel::kBrowInnerUp, 55).y(), 0.5);
  EXPECT_GT(move(Channel::kBrowInnerUp, 285).y(), 0.5);
  EXPECT_LT(move(Channel::kBrowDownRight, 55).y(), -0.5);
  EXPECT_GT(move(Channel::kBrowOuterUpRight, 52).y(), 0.5);
  EXPECT_GT(move(Channel::kNoseSneerRight, 129).y(), 0.3);
  EXPECT_GT(move(Channel::kCheekPuff, 205).z(), 0.5);
  EXPECT_GT(move(Channel::kEyeWideRight, 159).y(), 0.2);
}

TEST(AuthoredHead, IsClosedButForTheEyesAndTheNeck) {
  std::map<std::pair<int, int>, int> uses;
  for (const Triangle& t : head().rest.triangles)
    for (std::size_t i = 0; i < 3; ++i) ++uses[{t[i], t[(i + 1) % 3]}];
  std::map<int, int> open;
  for (const auto& [edge, count] : uses) {
    EXPECT_EQ(count, 1) << "two triangles use the edge " << edge.first << "-" << edge.second << " the same way";
    if (!uses.contains({edge.second, edge.first})) open[edge.first] = edge.second;
  }
  std::multiset<int> loop_lengths;
  while (!open.empty()) {
    int length = 0;
    for (auto at = open.begin(); at != open.end(); ++length) {
      const int next = at->second;
      open.erase(at);
      at = open.find(next);
    }
    loop_lengths.insert(length);
  }
  EXPECT_EQ(loop_lengths, (std::multiset<int>{16, 16, 36}));
}

TEST(AuthoredHead, SkullLiesOnItsSolidBehindTheJunctionWithTheFace) {
  const HeadTemplate& rest = head().rest;
  for (std::size_t k = 3; k + 2 < kSkullRings; ++k)
    for (const int v : rest.skull_rings[k])
      EXPECT_LT(std::abs(skull_distance(rest.positions[v])), 0.4) << "ring " << k << ", vertex " << v;
}

TEST(AuthoredHead, JawWeightsRunFromTheSkullToTheChin) {
  for (const double weight : head().jaw_weights) {
    EXPECT_GE(weight, 0);
    EXPECT_LE(weight, 1);
  }
  EXPECT_EQ(head().jaw_weights[200], 1);
  EXPECT_EQ(head().jaw_weights[10], 0);
  EXPECT_EQ(head().jaw_weights[kLipCorner.front()], 0.5);
}

TEST(AuthoredHead, RefusesAMeshWhoseOpeningsDiffer) {
  CanonicalMesh mesh = read_canonical_mesh(EMO3D_CANONICAL_FACE);
  std::erase_if(mesh.triangles, [](const Triangle& t) { return t[0] == kOuterCanthus || t[1] == kOuterCanthus; });
  EXPECT_THROW((void)author_head(mesh), Error);
}

}  // namespace
}  // namespace emo3d::head
