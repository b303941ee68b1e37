#include "emo3d/rig/ray_caster.h"

#include <gtest/gtest.h>

#include <cmath>

#include "emo3d/base/random.h"

namespace emo3d::rig {
namespace {

Vec3 random_point(Random& random, double size) {
  const double x = random.uniform(-size, size);
  const double y = random.uniform(-size, size);
  const double z = random.uniform(-size, size);
  return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(z)};
}

struct Soup {
  std::vector<Vec3> positions;
  std::vector<Triangle> triangles;
};

Soup random_soup(Random& random, std::uint32_t count) {
  Soup soup;
  for (std::uint32_t t = 0; t < count; ++t) {
    const Vec3 centre = random_point(random, 5);
    for (int k = 0; k < 3; ++k) soup.positions.push_back(centre + random_point(random, 1));
    soup.triangles.push_back({3 * t, 3 * t + 1, 3 * t + 2});
  }
  return soup;
}

TEST(RayCaster, FindsWhatTryingEveryTriangleFinds) {
  Random random(3);
  const Soup soup = random_soup(random, 300);
  const RayCaster all(soup.positions, soup.triangles);
  std::vector<RayCaster> singles;
  for (const Triangle& t : soup.triangles) singles.emplace_back(soup.positions, std::span(&t, 1));
  int hits = 0;
  for (int i = 0; i < 500; ++i) {
    const Vec3 origin = random_point(random, 6);
    const Ray ray = {origin, unit(random_point(random, 1)), 8};
    std::optional<RayHit> expected;
    for (const RayCaster& single : singles)
      if (const auto hit = single.nearest(ray); hit && (!expected || hit->distance < expected->distance))
        expected = hit;
    const auto found = all.nearest(ray);
    ASSERT_EQ(found.has_value(), expected.has_value());
    if (!found) continue;
    ++hits;
    EXPECT_EQ(found->triangle, expected->triangle);
    EXPECT_EQ(found->distance, expected->distance);
    const Triangle& t = found->triangle;
    const Vec3 on_triangle = soup.positions[t[0]] * (1 - found->u - found->v) + soup.positions[t[1]] * found->u +
                             soup.positions[t[2]] * found->v;
    EXPECT_LT(length(on_triangle - (ray.origin + ray.direction * found->distance)), 1e-3f);
  }
  EXPECT_GT(hits, 100);
}

TEST(RayCaster, SeesBothSidesAndStopsAtItsReach) {
  const std::vector<Vec3> positions = {{-1, -1, 0}, {1, -1, 0}, {0, 1, 0}};
  const std::vector<Triangle> triangles = {{0, 1, 2}};
  const RayCaster caster(positions, triangles);
  EXPECT_TRUE(caster.nearest({{0, 0, 2}, {0, 0, -1}, 3}).has_value());
  EXPECT_TRUE(caster.nearest({{0, 0, -2}, {0, 0, 1}, 3}).has_value());
  EXPECT_FALSE(caster.nearest({{0, 0, 2}, {0, 0, -1}, 1.9f}).has_value());
  EXPECT_FALSE(caster.nearest({{0, 0, 2}, {0, 0, 1}, 3}).has_value());
}

TEST(RayCaster, HasNoHitsWithoutTriangles) {
  EXPECT_FALSE(RayCaster({}, {}).nearest({{0, 0, 2}, {0, 0, -1}, 3}).has_value());
}

}  // namespace
}  // namespace emo3d::rig
