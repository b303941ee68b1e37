#include "emo3d/render/key_shadow.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/synthetic_meshes.h"

namespace emo3d::render {
namespace {

using rig::Vec3;

/// A grid of vertices over [-half, half]^2 at depth z, facing the front camera.
void add_plate(rig::Mesh& mesh, float half, float z) {
  constexpr std::uint32_t kCells = 20;
  const auto first = static_cast<std::uint32_t>(mesh.positions.size());
  for (std::uint32_t y = 0; y <= kCells; ++y)
    for (std::uint32_t x = 0; x <= kCells; ++x) {
      const auto place = [half](std::uint32_t i) { return half * (2 * static_cast<float>(i) / kCells - 1); };
      testing::add_vertex(mesh, {place(x), place(y), z}, {0, 0, 1}, {0.5f, 0.5f, 0.5f}, 1, rig::Material::kSkin);
    }
  for (std::uint32_t y = 0; y < kCells; ++y)
    for (std::uint32_t x = 0; x < kCells; ++x) {
      const std::uint32_t a = first + y * (kCells + 1) + x, b = a + kCells + 1;
      mesh.triangles.push_back({a, a + 1, b});
      mesh.triangles.push_back({a + 1, b + 1, b});
    }
}

std::vector<float> lit_from(const rig::Mesh& mesh, const Vec3& direction) {
  return key_visibility(mesh, view_frame({}), {direction}, 1);
}

TEST(KeyShadow, APlateShadesWhatLiesBehindItSoftly) {
  rig::Mesh mesh;
  add_plate(mesh, 10, 0);
  const std::size_t behind = mesh.positions.size();
  add_plate(mesh, 4, 5);
  const std::vector<float> lit = lit_from(mesh, {0, 0, 1});
  bool has_edge = false;
  for (std::size_t i = 0; i < behind; ++i) {
    const float reach = std::max(std::abs(mesh.positions[i].x), std::abs(mesh.positions[i].y));
    if (reach < 3) {
      EXPECT_LT(lit[i], 0.05f);
    }
    if (reach > 5) {
      EXPECT_EQ(lit[i], 1);
    }
    has_edge = has_edge || (lit[i] > 0.1f && lit[i] < 0.9f);
  }
  EXPECT_TRUE(has_edge);
  for (std::size_t i = behind; i < lit.size(); ++i) EXPECT_EQ(lit[i], 1) << "the plate shades itself";
}

TEST(KeyShadow, IsAsFineOnTheHeadOfALargeBody) {
  rig::Mesh head;
  add_plate(head, 10, 0);
  add_plate(head, 2, 5);
  rig::Mesh body = head;
  add_plate(body, 150, -200);  // far behind and all around
  const KeyLamp lamp{{0, 0, 1}, rig::HeadPlace{{0, 0, 0}, 23}};
  const auto alone = key_visibility(head, view_frame({}), lamp, 1),
             with_body = key_visibility(body, view_frame({}), lamp, 1);
  for (std::size_t i = 0; i < alone.size(); ++i) ASSERT_NEAR(with_body[i], alone[i], 0.02f) << i;
}

TEST(KeyShadow, FallsAwayFromTheLamp) {
  rig::Mesh mesh;
  add_plate(mesh, 10, 0);
  const std::size_t behind = mesh.positions.size();
  add_plate(mesh, 2, 5);
  const std::vector<float> lit =
      lit_from(mesh, {-1, 0, 1});  // from the viewer's left: the shadow lies 5 cm to the right
  for (std::size_t i = 0; i < behind; ++i) {
    if (std::abs(mesh.positions[i].x - 5) < 1 && std::abs(mesh.positions[i].y) < 1) {
      EXPECT_LT(lit[i], 0.1f);
    }
    if (mesh.positions[i].x < 1) {
      EXPECT_EQ(lit[i], 1);
    }
  }
}

TEST(KeyShadow, SurfacesTurnedAwayCountAsLit) {
  rig::Mesh mesh;
  add_plate(mesh, 10, 0);
  add_plate(mesh, 10, 5);
  for (Vec3& normal : mesh.normals) normal = {0, 0, -1};
  for (const float share : lit_from(mesh, {0, 0, 1})) EXPECT_EQ(share, 1);
}

TEST(KeyShadow, PositionsThatAreNotFiniteAreLeftOut) {
  rig::Mesh mesh;
  add_plate(mesh, 10, 0);
  add_plate(mesh, 4, 5);
  const std::vector<float> expected = lit_from(mesh, {0, 0, 1});
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 3e38f})
    testing::add_vertex(mesh, {bad, 0, 1}, {0, 0, 1}, {}, 1, rig::Material::kSkin);
  const std::vector<float> lit = lit_from(mesh, {0, 0, 1});
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(lit[i], expected[i]);
  EXPECT_TRUE(lit_from({}, {0, 0, 1}).empty());
}

TEST(KeyShadow, DoesNotDependOnTheNumberOfThreads) {
  const rig::Mesh mesh = testing::head_like_mesh();
  EXPECT_EQ(key_visibility(mesh, view_frame({}), {{-0.5f, 0.6f, 0.7f}}, 1),
            key_visibility(mesh, view_frame({}), {{-0.5f, 0.6f, 0.7f}}, 3));
}

}  // namespace
}  // namespace emo3d::render
