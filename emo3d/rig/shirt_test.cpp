#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "emo3d/rig/head.h"
#include "emo3d/rig/ray_caster.h"

namespace emo3d::rig {
namespace {

TEST(Shirt, ClosesTheBustFromBelow) {
  const Mesh mesh = Head::built_in().pose({});
  float lowest = 0;
  for (const Vec3& p : mesh.positions) lowest = std::min(lowest, p.y);
  const RayCaster caster(mesh.positions, mesh.triangles);
  for (float x = -18; x <= 18; x += 3)
    for (float z = -12; z <= 3; z += 3) {
      if (std::hypot(x / 18.5f, (z + 5) / 8.5f) > 1) continue;
      const auto hit = caster.nearest({{x, lowest - 1, z}, {0, 1, 0}, 2});
      EXPECT_TRUE(hit) << x << ", " << z;
    }
}

TEST(Shirt, CoversTheShouldersDownToItsHem) {
  const Mesh mesh = Head::built_in().pose({});
  const RayCaster caster(mesh.positions, mesh.triangles);
  for (float y = -27; y <= -22; y += 0.5f)
    for (int azimuth_deg = 0; azimuth_deg < 360; azimuth_deg += 5) {
      const float azimuth = static_cast<float>(azimuth_deg) * 0.0174533f;
      const Vec3 out = {std::sin(azimuth), 0, std::cos(azimuth)};
      const auto hit = caster.nearest({Vec3{0, y, -5} + out * 40, out * -1.0f, 40});
      ASSERT_TRUE(hit);
      EXPECT_EQ(mesh.materials[hit->triangle[0]], Material::kCloth) << y << " at " << azimuth_deg;
    }
}

}  // namespace
}  // namespace emo3d::rig
