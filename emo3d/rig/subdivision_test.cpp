#include "emo3d/rig/subdivision.h"

#include <gtest/gtest.h>

#include "emo3d/base/error.h"

namespace emo3d::rig {
namespace {

const std::vector<Triangle> kTetrahedron = {{0, 1, 2}, {0, 2, 3}, {0, 3, 1}, {1, 3, 2}};

/// Two triangles over the unit square; all four vertices lie on the boundary.
const std::vector<Triangle> kSquare = {{0, 1, 2}, {0, 2, 3}};
const std::vector<Vec3> kSquareCorners = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}};

TEST(Subdivision, EachLevelQuartersTrianglesAndAddsAVertexPerEdge) {
  const Subdivision fine = loop_subdivision(4, kTetrahedron, {}, 2);
  EXPECT_EQ(fine.triangles.size(), 64u);
  EXPECT_EQ(fine.stencils.size(), 4u + 6 + 24);
}

TEST(Subdivision, WeightsSumToOne) {
  for (const auto& [count, triangles] : {std::pair(4u, kTetrahedron), std::pair(4u, kSquare)}) {
    const Subdivision fine = loop_subdivision(count, triangles, {}, 3);
    const std::vector<float> ones(count, 1.0f);
    for (const float sum : apply<float>(fine.stencils, ones)) EXPECT_NEAR(sum, 1.0f, 1e-6f);
  }
}

TEST(Subdivision, SmoothsABoundaryVertexByTheBSplineRule) {
  const Subdivision fine = loop_subdivision(4, kSquare, {}, 1);
  const Vec3 corner = apply<Vec3>(fine.stencils, kSquareCorners)[0];
  EXPECT_EQ(corner, (Vec3{0.125f, 0.125f, 0}));
}

TEST(Subdivision, LeavesCornersInPlace) {
  const std::vector<std::uint32_t> corners = {0, 2};
  const std::vector<Vec3> fine = apply<Vec3>(loop_subdivision(4, kSquare, corners, 3).stencils, kSquareCorners);
  EXPECT_EQ(fine[0], kSquareCorners[0]);
  EXPECT_EQ(fine[2], kSquareCorners[2]);
  EXPECT_NE(fine[1], kSquareCorners[1]);
}

TEST(Subdivision, NumbersAnInnerVertexAfterLoopsRule) {
  // Valence 3: weight 3/16 for each neighbour, 7/16 for the vertex.
  const Subdivision fine = loop_subdivision(4, kTetrahedron, {}, 1);
  ASSERT_EQ(fine.stencils.offsets[1], 4u);
  EXPECT_FLOAT_EQ(fine.stencils.weights[0], 7.0f / 16);
  EXPECT_FLOAT_EQ(fine.stencils.weights[1], 3.0f / 16);
}

TEST(Subdivision, BoundaryLoopsRunAlongTheTriangles) {
  const std::vector<std::uint32_t> starts = {2, 1};
  const std::vector<std::vector<std::uint32_t>> expected = {{2, 3, 0, 1}, {1, 2, 3, 0}};
  EXPECT_EQ(boundary_loops(4, kSquare, starts), expected);
  EXPECT_TRUE(boundary_loops(4, kTetrahedron, starts)[0].empty());
}

TEST(Subdivision, RefusesAnEdgeWithThreeTriangles) {
  const std::vector<Triangle> fan = {{0, 1, 2}, {1, 0, 3}, {0, 1, 4}};
  EXPECT_THROW((void)loop_subdivision(5, fan, {}, 1), Error);
}

TEST(Subdivision, RefusesTwoBoundariesThatTouch) {
  const std::vector<Triangle> bow_tie = {{0, 1, 2}, {0, 3, 4}};
  EXPECT_THROW((void)loop_subdivision(5, bow_tie, {}, 1), Error);
}

}  // namespace
}  // namespace emo3d::rig
