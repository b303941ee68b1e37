#include "emo3d/render/overdraw.h"

#include <gtest/gtest.h>

#include "emo3d/render/render.h"
#include "tests/support/errors.h"
#include "tests/support/synthetic_meshes.h"

namespace emo3d::render {
namespace {

/// A quad that fills the front camera's picture, drawn `layers` times.
rig::Mesh layered(std::size_t layers, float half) {
  rig::Mesh mesh;
  for (const auto& [x, y] : {std::pair{-half, -half}, {half, -half}, {half, half}, {-half, half}})
    testing::add_vertex(mesh, {x, y, 0}, {0, 0, 1}, {0.5f, 0.5f, 0.5f}, 1, rig::Material::kSkin);
  for (std::size_t i = 0; i < layers; ++i) mesh.triangles.push_back({0, i % 2 == 0 ? 1u : 2u, i % 2 == 0 ? 2u : 3u});
  return mesh;
}

std::string refusal(const rig::Mesh& mesh) {
  return testing::error_message([&] { (void)render(mesh, {.width = 32, .height = 32, .threads = 1}); });
}

TEST(Overdraw, RefusesTrianglesThatCoverThePictureTooOften) {
  EXPECT_EQ(refusal(layered(20000, 40)),
            "render: 20000 triangles cover the picture 20000 times, at most 1024 can be drawn");
  EXPECT_EQ(refusal(layered(1000, 40)), "no error");
}

TEST(Overdraw, AllowsManySmallTrianglesInASmallPicture) { EXPECT_EQ(refusal(layered(30000, 0.2f)), "no error"); }

TEST(Overdraw, CountsWhatLiesInThePictureOnly) {
  rig::Mesh mesh = layered(20000, 40);
  for (rig::Vec3& p : mesh.positions) p.x += 1000;
  EXPECT_EQ(refusal(mesh), "no error");
}

}  // namespace
}  // namespace emo3d::render
