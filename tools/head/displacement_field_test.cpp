#include "tools/head/displacement_field.h"

#include <gtest/gtest.h>

#include <cmath>

#include "emo3d/base/error.h"

namespace emo3d::head {
namespace {

constexpr int kSide = 9;

/// A flat square of kSide x kSide vertices, 1 cm apart; vertex (row, column) is row * kSide + column.
DisplacementField square() {
  std::vector<Vec> positions;
  std::vector<Triangle> triangles;
  for (int row = 0; row < kSide; ++row)
    for (int column = 0; column < kSide; ++column) positions.emplace_back(column, row, 0);
  for (int row = 0; row + 1 < kSide; ++row)
    for (int column = 0; column + 1 < kSide; ++column) {
      const int v = row * kSide + column;
      triangles.push_back({v, v + 1, v + kSide});
      triangles.push_back({v + 1, v + kSide + 1, v + kSide});
    }
  return {positions, triangles};
}

constexpr int kCentre = (kSide / 2) * kSide + kSide / 2;

TEST(DisplacementField, TakesTheValueOfEveryHandleAndFadesToNothing) {
  const Displacement d = square().solve({{kCentre, Vec(0.1, -0.2, 0.3)}}, {.radius_cm = 3});
  EXPECT_EQ(d[kCentre], Vec(0.1, -0.2, 0.3));
  EXPECT_EQ(d[0], Vec::Zero());
  const double near = d[kCentre + 1].norm();
  const double far = d[kCentre + 2].norm();
  EXPECT_GT(near, far);
  EXPECT_GT(far, 0);
  EXPECT_LT(near, d[kCentre].norm());
}

TEST(DisplacementField, StaysStillBeyondTheRadius) {
  const DisplacementField field = square();
  const Displacement d = field.solve({{kCentre, Vec(0, 0, 1)}}, {.radius_cm = 2.5});
  const std::vector<int> source = {kCentre};
  const std::vector<double> distance = field.distances(source);
  for (std::size_t i = 0; i < d.size(); ++i) EXPECT_TRUE(distance[i] < 2.5 || d[i] == Vec::Zero()) << i;
}

TEST(DisplacementField, HandlesAtZeroHoldTheirVertexButDoNotSpread) {
  const Displacement d = square().solve({{kCentre, Vec(0, 0, 1)}, {kCentre + 1, Vec::Zero()}}, {.radius_cm = 3});
  EXPECT_EQ(d[kCentre + 1], Vec::Zero());
  const Displacement still = square().solve({{kCentre, Vec::Zero()}}, {.radius_cm = 3});
  for (const Vec& v : still) EXPECT_EQ(v, Vec::Zero());
}

TEST(DisplacementField, CarriesAConstantAcross) {
  Handles rim;
  for (int i = 0; i < kSide; ++i)
    for (const int v : {i, (kSide - 1) * kSide + i, i * kSide, i * kSide + kSide - 1}) rim[v] = Vec(1, 2, 3);
  const Displacement d = square().solve(rim, {.radius_cm = 99});
  for (const Vec& v : d) EXPECT_NEAR((v - Vec(1, 2, 3)).norm(), 0, 1e-6);
}

TEST(DisplacementField, HarmonicEnergyMakesTheFieldSteeperAtItsHandles) {
  const auto beside = [](double share) {
    return square().solve({{kCentre, Vec(0, 0, 1)}}, {.radius_cm = 4, .harmonic_share = share})[kCentre + 1].z();
  };
  EXPECT_LT(beside(10), beside(0.15));
  EXPECT_LT(beside(0.15), beside(0));
}

TEST(DisplacementField, MeasuresAlongEdges) {
  const std::vector<int> corner = {0};
  const std::vector<double> distance = square().distances(corner);
  EXPECT_DOUBLE_EQ(distance[kSide - 1], kSide - 1);
  EXPECT_DOUBLE_EQ(distance[kSide + 1], 2) << "the diagonals run the other way";
  EXPECT_NEAR(square().distances(std::vector<int>{1})[kSide], std::sqrt(2.0), 1e-12);
}

TEST(DisplacementField, RefusesAHandleThatIsNoVertex) {
  EXPECT_THROW((void)square().solve({{kSide * kSide, Vec::Zero()}}, {}), Error);
  EXPECT_THROW((void)square().solve({{-1, Vec::Zero()}}, {}), Error);
}

}  // namespace
}  // namespace emo3d::head
