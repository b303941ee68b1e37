#include "emo3d/render/tile.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace emo3d::render {
namespace {

struct Point {
  std::int32_t x, y;
};

std::int64_t twice_area(const Point& a, const Point& b, const Point& c) {
  return std::int64_t{b.x - a.x} * (c.y - a.y) - std::int64_t{b.y - a.y} * (c.x - a.x);
}

ScreenTriangle screen_triangle(Point a, Point b, Point c, std::array<float, 3> inverse_depth = {1, 1, 1}) {
  if (twice_area(a, b, c) < 0) {
    std::swap(b, c);
    std::swap(inverse_depth[1], inverse_depth[2]);
  }
  return {
      .x = {a.x, b.x, c.x}, .y = {a.y, b.y, c.y}, .inverse_depth = inverse_depth, .vertices = {}, .back_facing = false};
}

std::unique_ptr<Tile> empty_tile(int x, int y) {
  auto tile = std::make_unique<Tile>();
  tile->clear(x, y);
  return tile;
}

/// A point on the grid of subpixels around the tile at (64, 32) px, up to `reach_px` outside.
Point any_point(int reach_px) {
  return {*rc::gen::inRange((64 - reach_px) * kSubpixels, (96 + reach_px) * kSubpixels),
          *rc::gen::inRange((32 - reach_px) * kSubpixels, (64 + reach_px) * kSubpixels)};
}

/// Some on whole samples, where only the rule for ties decides.
Point any_tied_point(int reach_px) {
  const Point p = any_point(reach_px);
  return *rc::gen::arbitrary<bool>() ? Point{(p.x & ~63) + 32, (p.y & ~63) + 32} : p;
}

/// How many of the triangles drawn alone cover each sample.
std::vector<int> coverage(const std::vector<ScreenTriangle>& triangles) {
  std::vector<int> counts(kTileSize * kTileSize * kLanes);
  for (const ScreenTriangle& t : triangles) {
    const auto tile = empty_tile(64, 32);
    tile->draw(t, 5);
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += tile->triangle[i / kLanes][i % kLanes] == 5;
  }
  return counts;
}

RC_GTEST_PROP(TileProperty, SharedEdgesLeaveNoCrackAndNoDoubleHit, (bool large)) {
  // A fan around a point, closed far outside the tile: every sample lies in exactly one of its triangles.
  const int reach = large ? 5000 : 20;
  const Point centre = any_tied_point(large ? 300 : 0);
  std::vector<Point> rim;
  const int far = (reach + 400) * kSubpixels;
  for (int side = 0; side < 4; ++side) {
    std::vector<int> along{-far};
    for (int i = *rc::gen::inRange(0, 6); i > 0; --i) along.push_back(*rc::gen::inRange(-far + 1, far));
    std::sort(along.begin(), along.end());
    along.erase(std::unique(along.begin(), along.end()), along.end());
    for (const int t : along)
      rim.push_back(side == 0   ? Point{centre.x + t, centre.y - far}
                    : side == 1 ? Point{centre.x + far, centre.y + t}
                    : side == 2 ? Point{centre.x - t, centre.y + far}
                                : Point{centre.x - far, centre.y - t});
  }
  std::vector<ScreenTriangle> fan;
  for (std::size_t i = 0; i < rim.size(); ++i)
    fan.push_back(screen_triangle(centre, rim[i], rim[(i + 1) % rim.size()]));
  for (const int count : coverage(fan)) RC_ASSERT(count == 1);
}

RC_GTEST_PROP(TileProperty, SmallTrianglesTileAPlaneOnce, ()) {
  // A grid of cells of about 5 px with jittered corners, each split along a random diagonal; smaller than the tile.
  constexpr int kCells = 8;
  std::vector<Point> corners;
  for (int y = 0; y <= kCells; ++y)
    for (int x = 0; x <= kCells; ++x) {
      const auto jitter = [](int at) { return at == 0 || at == kCells ? 0 : *rc::gen::inRange(-600, 600); };
      corners.push_back({(60 + 5 * x) * kSubpixels + jitter(x), (28 + 5 * y) * kSubpixels + jitter(y)});
    }
  std::vector<ScreenTriangle> triangles;
  for (int y = 0; y < kCells; ++y)
    for (int x = 0; x < kCells; ++x) {
      const auto corner = [&](int dx, int dy) { return corners[(y + dy) * (kCells + 1) + x + dx]; };
      const bool down = *rc::gen::arbitrary<bool>();
      const Point a = corner(0, 0), b = corner(1, 0), c = corner(1, 1), d = corner(0, 1);
      for (const auto& [p, q, r] :
           {down ? std::array{a, b, c} : std::array{a, b, d}, down ? std::array{a, c, d} : std::array{b, c, d}}) {
        RC_PRE(twice_area(p, q, r) > 0);
        triangles.push_back(screen_triangle(p, q, r));
      }
    }
  for (const int count : coverage(triangles)) RC_ASSERT(count == 1);
}

RC_GTEST_PROP(TileProperty, SamplesAreCoveredWhereTheirPointLiesInside, (bool large)) {
  const Point a = any_point(large ? 4000 : 10), b = any_point(large ? 4000 : 10), c = any_point(10);
  RC_PRE(twice_area(a, b, c) != 0);
  const std::vector<int> counts = coverage({screen_triangle(a, b, c)});
  const std::int64_t turn = twice_area(a, b, c) > 0 ? 1 : -1;
  for (int i = 0; i < kTileSize * kTileSize; ++i)
    for (std::size_t s = 0; s < kLanes; ++s) {
      const Point p{(64 + i % kTileSize) * kSubpixels + kSampleX[s], (32 + i / kTileSize) * kSubpixels + kSampleY[s]};
      const std::int64_t nearest =
          std::min({turn * twice_area(a, b, p), turn * twice_area(b, c, p), turn * twice_area(c, a, p)});
      const int count = counts[static_cast<std::size_t>(i) * kLanes + s];
      RC_ASSERT(nearest == 0 || count == (nearest > 0 ? 1 : 0));
    }
}

TEST(Tile, NearerTriangleIsSeenWhateverTheOrder) {
  const Point a{0, 0}, b{4000, 0}, c{0, 4000};
  const ScreenTriangle near = screen_triangle(a, b, c, {0.2f, 0.2f, 0.2f});
  const ScreenTriangle far = screen_triangle(a, b, c, {0.1f, 0.1f, 0.1f});
  for (const bool near_first : {true, false}) {
    const auto tile = empty_tile(0, 0);
    tile->draw(near_first ? near : far, near_first ? 1 : 2);
    tile->draw(near_first ? far : near, near_first ? 2 : 1);
    EXPECT_EQ(tile->triangle[0][0], 1);
    EXPECT_EQ(tile->triangle[kTileSize * 31 + 31][3], kNoTriangle);
  }
}

TEST(Tile, FirstInTheMeshOfTwoAtTheSameDepthIsSeen) {
  const ScreenTriangle t = screen_triangle({0, 0}, {4000, 0}, {0, 4000});
  for (const bool first_first : {true, false}) {
    const auto tile = empty_tile(0, 0);
    tile->draw(t, first_first ? 3 : 8);
    tile->settle();
    tile->draw(t, first_first ? 8 : 3);
    EXPECT_EQ(tile->triangle[0][0], 3);
  }
}

RC_GTEST_PROP(TileProperty, SettlingChangesNothingThatIsSeen, (bool large)) {
  const auto settled = empty_tile(64, 32), plain = empty_tile(64, 32);
  for (std::int32_t index = *rc::gen::inRange(2, 60); index > 0; --index) {
    const int reach = large ? 200 : 10;
    const Point a = any_point(reach), b = any_point(reach), c = any_point(reach);
    if (twice_area(a, b, c) == 0) continue;
    const float depth = static_cast<float>(*rc::gen::inRange(1, 30)) * 0.01f;
    const ScreenTriangle t = screen_triangle(a, b, c, {depth, depth * 1.01f, depth * 1.1f});
    settled->draw(t, index);
    plain->draw(t, index);
    settled->settle();
  }
  for (std::size_t i = 0; i < Tile::kPixels; ++i)
    for (std::size_t s = 0; s < kLanes; ++s) {
      RC_ASSERT(settled->triangle[i][s] == plain->triangle[i][s]);
      RC_ASSERT(settled->inverse_depth[i][s] == plain->inverse_depth[i][s]);
    }
}

TEST(Tile, WhatLiesBehindASettledSurfaceIsLeftOut) {
  const auto tile = empty_tile(0, 0);
  const Point a{-9000, -9000}, b{30000, -9000}, c{-9000, 30000};
  tile->draw(screen_triangle(a, b, c, {0.2f, 0.2f, 0.2f}), 1);
  tile->settle();
  EXPECT_EQ(tile->changed, 0u);
  tile->draw(screen_triangle({0, 0}, {900, 0}, {0, 900}, {0.1f, 0.19f, 0.1f}), 2);
  EXPECT_EQ(tile->changed, 0u);
  tile->draw(screen_triangle({0, 0}, {900, 0}, {0, 900}, {0.1f, 0.21f, 0.1f}), 3);
  EXPECT_EQ(tile->changed, 1u);
}

TEST(Tile, CrossingTrianglesMeetWhereTheirDepthsDo) {
  // 1/depth runs from 0.1 to 0.5 from left to right on the first and back on the second: they cross at 16 px.
  for (const int reach_px : {32, 64}) {
    const std::int32_t right = reach_px * kSubpixels, top = -20000, bottom = 40000;
    const auto tile = empty_tile(0, 0);
    const auto draw = [&](float at_left, float at_right, int index) {
      tile->draw(screen_triangle({0, top}, {right, top}, {right, bottom}, {at_left, at_right, at_right}), index);
      tile->draw(screen_triangle({0, top}, {right, bottom}, {0, bottom}, {at_left, at_right, at_left}), index);
    };
    draw(0.1f, 0.5f, 1);
    draw(0.5f, 0.1f, 2);
    for (int x = 0; x < kTileSize; ++x) {
      if (x == reach_px / 2) continue;
      EXPECT_EQ(tile->triangle[static_cast<std::size_t>(x)][0], x < reach_px / 2 ? 2 : 1) << x;
    }
  }
}

}  // namespace
}  // namespace emo3d::render
