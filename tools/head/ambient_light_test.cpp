#include "tools/head/ambient_light.h"

#include <gtest/gtest.h>

#include <cmath>

#include "emo3d/base/error.h"

namespace emo3d::head {
namespace {

using rig::Mesh;
using rig::Vec3;

/// A square of `half` cm to each side at height z, looking along `up` times +Z.
void add_square(Mesh& mesh, float half, float z, float up) {
  const auto first = static_cast<std::uint32_t>(mesh.positions.size());
  for (const Vec3& p : {Vec3{-half, -half, z}, Vec3{half, -half, z}, Vec3{half, half, z}, Vec3{-half, half, z}}) {
    mesh.positions.push_back(p);
    mesh.normals.push_back({0, 0, up});
  }
  mesh.triangles.push_back({first, first + 1, first + 2});
  mesh.triangles.push_back({first, first + 2, first + 3});
}

/// A lone vertex in the origin that looks up, and no face of its own.
Mesh lone_vertex() {
  Mesh mesh;
  mesh.positions.push_back({0, 0, 0});
  mesh.normals.push_back({0, 0, 1});
  return mesh;
}

TEST(AmbientLight, IsWholeOnAnOpenPlane) {
  Mesh plane;
  add_square(plane, 3, 0, 1);
  for (const float light : ambient_light(plane)) EXPECT_EQ(light, 1);
}

TEST(AmbientLight, UnderACeilingFollowsTheIntegral) {
  for (const float height : {0.5f, 1.0f, 2.5f, 4.0f}) {
    Mesh room = lone_vertex();
    add_square(room, 100, height, -1);
    const float light = ambient_light(room, {.rays = 4000, .lift_cm = 0})[0];
    // u = cos^2 is uniform under cosine weights; the ceiling is height / sqrt(u) away and takes 1 - s / u from u = s
    // on.
    const double s = height * height / 25.0;
    EXPECT_NEAR(light, s - s * std::log(s), 2e-3) << height;
  }
}

TEST(AmbientLight, OnlyTheSideThatIsCoveredIsDark) {
  Mesh mesh = lone_vertex();
  mesh.positions.push_back({0, 0, 0});
  mesh.normals.push_back({0, 0, -1});
  add_square(mesh, 100, 0.3f, 1);
  const std::vector<float> light = ambient_light(mesh);
  EXPECT_LT(light[0], 0.05f);
  EXPECT_EQ(light[1], 1);
}

TEST(AmbientLight, DoesNotDependOnThreads) {
  Mesh mesh;
  for (int i = 0; i < 300; ++i) add_square(mesh, 0.1f * static_cast<float>(i % 17), 0.02f * static_cast<float>(i), 1);
  EXPECT_EQ(ambient_light(mesh, {.threads = 1}), ambient_light(mesh, {.threads = 3}));
}

TEST(AmbientLight, RefusesWhatItCannotWeigh) {
  Mesh mesh;
  add_square(mesh, 1, 0, 1);
  EXPECT_THROW((void)ambient_light(mesh, {.rays = 0}), Error);
  EXPECT_THROW((void)ambient_light(mesh, {.reach_cm = 0}), Error);
  EXPECT_THROW((void)ambient_light(mesh, {.reach_cm = std::nanf("")}), Error);
  Mesh broken = mesh;
  broken.triangles[0][2] = 4;
  EXPECT_THROW((void)ambient_light(broken), Error);
  mesh.normals.pop_back();
  EXPECT_THROW((void)ambient_light(mesh), Error);
}

}  // namespace
}  // namespace emo3d::head
