#include "emo3d/avatar/smooth_normals.h"

#include <gtest/gtest.h>

namespace emo3d::avatar {
namespace {

using rig::Triangle;
using rig::unit;
using rig::Vec3;

/// Two triangles that meet in a ridge over x = 0; its two corners are stored twice, 1 and 3, 2 and 5.
const std::vector<Vec3> kRidge = {{-1, 0, -1}, {0, 0, 0}, {0, 1, 0}, {0, 0, 0}, {1, 0, -1}, {0, 1, 0}};
const std::vector<Triangle> kTriangles = {{0, 1, 2}, {3, 4, 5}};

void expect_near(const Vec3& actual, const Vec3& expected) {
  EXPECT_LT(length(actual - expected), 1e-5f) << actual.x << "," << actual.y << "," << actual.z;
}

TEST(SmoothNormals, ShadesVerticesAtOnePlaceAsOne) {
  const std::vector<Vec3> normals = SmoothNormals(kRidge, {}, kTriangles)(kRidge, kTriangles);
  for (const std::size_t v : {1u, 2u, 3u, 5u}) expect_near(normals[v], {0, 0, 1});
  expect_near(normals[0], unit({-1, 0, 1}));
  expect_near(normals[4], unit({1, 0, 1}));
}

TEST(SmoothNormals, KeepsTheHardEdgesOfAFile) {
  const Vec3 left = unit({-1, 0, 1}), right = unit({1, 0, 1});
  const SmoothNormals smooth(kRidge, {left, left, left, right, right, right}, kTriangles);
  std::vector<Vec3> flat = kRidge;
  flat[0].z = flat[4].z = 0;
  const std::vector<Vec3> normals = smooth(flat, kTriangles);
  for (std::size_t v = 0; v < flat.size(); ++v) expect_near(normals[v], {0, 0, 1});
}

TEST(SmoothNormals, AtRestAreTheFilesOwnAndTurnWithTheSurface) {
  const std::vector<Vec3> own(6, unit({0, 1, 4}));  // not what the triangles say
  const SmoothNormals smooth(kRidge, own, kTriangles);
  for (const Vec3& normal : smooth(kRidge, kTriangles)) expect_near(normal, own[0]);
  std::vector<Vec3> lifted = kRidge;
  lifted[4] = {1, 0, 1};
  EXPECT_LT(smooth(lifted, kTriangles)[4].x, -0.5f) << "the right triangle now faces left";
}

}  // namespace
}  // namespace emo3d::avatar
