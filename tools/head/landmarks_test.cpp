#include "tools/head/landmarks.h"

#include <gtest/gtest.h>

#include <set>
#include <span>

#include "tools/head/canonical_mesh.h"

namespace emo3d::head {
namespace {

const CanonicalMesh& mesh() {
  static const CanonicalMesh canonical = read_canonical_mesh(EMO3D_CANONICAL_FACE);
  return canonical;
}

using Edge = std::pair<int, int>;

const std::set<Edge>& edges() {
  static const std::set<Edge> all = [] {
    std::set<Edge> result;
    for (const Triangle& t : mesh().triangles)
      for (std::size_t i = 0; i < 3; ++i) result.insert({t[i], t[(i + 1) % 3]});
    return result;
  }();
  return all;
}

bool joined(int a, int b) { return edges().contains({a, b}) || edges().contains({b, a}); }

void expect_chain(int first, std::span<const int> row, int last) {
  int at = first;
  for (const int next : row) {
    EXPECT_TRUE(joined(at, next)) << at << "-" << next;
    at = next;
  }
  EXPECT_TRUE(joined(at, last)) << at << "-" << last;
}

float x(int landmark) { return mesh().positions[landmark][0]; }
float y(int landmark) { return mesh().positions[landmark][1]; }

TEST(Landmarks, OvalIsTheBoundaryOfTheFace) {
  std::set<Edge> boundary;
  for (const auto& [a, b] : edges())
    if (!edges().contains({b, a})) boundary.insert({a, b});
  EXPECT_EQ(boundary.size(), kOvalPoints);
  for (std::size_t i = 0; i < kOvalPoints; ++i) {
    const Edge edge = {kOval[i], kOval[(i + 1) % kOvalPoints]};
    EXPECT_TRUE(boundary.contains(edge)) << edge.first << "-" << edge.second;
  }
}

TEST(Landmarks, LipRingsRunFromTheRightCornerToTheMiddle) {
  for (std::size_t ring = 0; ring < kLipRings; ++ring)
    for (const auto* lip : {&kUpperLip[ring], &kLowerLip[ring]}) {
      expect_chain(kLipCorner[ring], std::span(*lip).first(kLipPoints - 1), lip->back());
      EXPECT_EQ(x(lip->back()), 0) << "ends on the midline";
      EXPECT_LT(x(lip->front()), -1) << "starts at the subject's right";
    }
}

TEST(Landmarks, UpperLipsAndLidsLieAboveTheLowerOnes) {
  for (std::size_t ring = 0; ring < kLipRings; ++ring)
    for (std::size_t k = 0; k < kLipPoints; ++k) EXPECT_GT(y(kUpperLip[ring][k]), y(kLowerLip[ring][k]));
  for (std::size_t k = 0; k < kLidPoints; ++k) {
    EXPECT_GT(y(kUpperLidMargin[k]), y(kLowerLidMargin[k])) << k;
    EXPECT_GT(y(kUpperLidCrease[k]), y(kUpperLidMargin[k])) << k;
    EXPECT_GT(y(kUpperLidOuter[k]), y(kUpperLidCrease[k])) << k;
    EXPECT_LT(y(kLowerLidCrease[k]), y(kLowerLidMargin[k])) << k;
  }
  for (std::size_t k = 0; k < kBrowLowerEdge.size(); ++k) EXPECT_GT(y(kBrowUpperEdge[k]), y(kBrowLowerEdge[k]));
}

TEST(Landmarks, LidsAndNostrilAreChainsOfEdges) {
  expect_chain(kOuterCanthus, kUpperLidMargin, kInnerCanthus);
  expect_chain(kOuterCanthus, kLowerLidMargin, kInnerCanthus);
  expect_chain(kOuterCreaseEnd, kUpperLidCrease, kInnerCreaseEnd);
  expect_chain(kOuterCreaseEnd, kLowerLidCrease, kInnerCreaseEnd);
  expect_chain(kNostril.back(), std::span(kNostril).first(kNostril.size() - 1), kNostril.back());
}

TEST(Landmarks, NoLandmarkBelongsToTwoGroups) {
  std::set<int> seen;
  const auto add = [&](std::span<const int> group) {
    for (const int landmark : group) EXPECT_TRUE(seen.insert(landmark).second) << landmark;
  };
  for (std::size_t ring = 0; ring < kLipRings; ++ring) {
    add(kUpperLip[ring]);
    add(kLowerLip[ring]);
  }
  add(kLipCorner);
  for (const LidRow& row : {kUpperLidMargin, kLowerLidMargin, kUpperLidCrease, kLowerLidCrease, kUpperLidOuter})
    add(row);
  add(kLowerLidOuter);
  add(std::array{kOuterCanthus, kInnerCanthus, kOuterCreaseEnd, kInnerCreaseEnd});
  add(kBrowLowerEdge);
  add(kBrowUpperEdge);
  add(kNostril);
  EXPECT_EQ(seen.size(), 2 * kLipPoints * kLipRings + kLipRings + 5 * kLidPoints + 8 + 4 + 5 + 5 + 6);
}

}  // namespace
}  // namespace emo3d::head
