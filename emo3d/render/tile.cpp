#include "emo3d/render/tile.h"

#include <algorithm>

namespace emo3d::render {
namespace {

/// Edge functions of triangles up to this many pixels wide and high fit into 32 bits: coordinates relative to a corner
/// are below 2^14 + 2^8, a function is the sum of two products of such.
constexpr std::int32_t kSmall = 63 * kSubpixels;

/// The pixels of a tile that a triangle may touch, both ends included, relative to the tile.
struct PixelRange {
  int first_x, first_y, last_x, last_y;
};

/// Distance of a point from an edge, times the edge's length; above 0 inside, and -1 is added where a point on the edge
/// belongs to the neighbour.
template <typename Integer>
struct Edge {
  Integer step_x;  ///< Change per subpixel to the right.
  Integer step_y;  ///< Change per subpixel down.
  Integer value;   ///< At the upper left corner of the first pixel.
};

template <typename Integer>
Edge<Integer> edge(const ScreenTriangle& t, int from, int to, std::int32_t x, std::int32_t y) {
  const Integer step_x = t.y[from] - t.y[to];
  const Integer step_y = t.x[to] - t.x[from];
  const bool owns_its_points = step_x > 0 || (step_x == 0 && step_y > 0);
  return {step_x, step_y, step_x * (x - t.x[from]) + step_y * (y - t.y[from]) - (owns_its_points ? 0 : 1)};
}

/// How 1/depth grows with the second and third edge function: it is linear on the screen.
struct DepthPlane {
  Float4 at_first;
  Float4 per_second;
  Float4 per_third;
};

DepthPlane depth_plane(const ScreenTriangle& t) {
  const std::int64_t area =
      std::int64_t{t.x[1] - t.x[0]} * (t.y[2] - t.y[0]) - std::int64_t{t.y[1] - t.y[0]} * (t.x[2] - t.x[0]);
  const float inverse_area = 1.0f / static_cast<float>(area);
  const float first = t.inverse_depth[0];
  return {splat(first), splat((t.inverse_depth[1] - first) * inverse_area),
          splat((t.inverse_depth[2] - first) * inverse_area)};
}

/// Keeps the triangle in the samples of `inside` where it is nearer than what is there. `second` and `third` are its
/// edge functions.
inline void keep_nearest(Float4& nearest, Int4& seen, Int4 inside, Float4 second, Float4 third, const DepthPlane& plane,
                         std::int32_t index) {
  const Float4 inverse_depth = plane.at_first + second * plane.per_second + third * plane.per_third;
  const Int4 nearer = inside & (inverse_depth > nearest);
  if (!any(nearer)) return;
  nearest = nearer ? inverse_depth : nearest;
  seen = nearer ? Int4{index, index, index, index} : seen;
}

/// An edge function at the four samples of the first pixel of a row.
inline Int4 at_samples(const Edge<std::int32_t>& e) {
  const std::int32_t x = e.step_x * kSampleUnit, y = e.step_y * kSampleUnit;
  static_assert(kSampleX[0] == 3 * kSampleUnit && kSampleX[1] == 7 * kSampleUnit && kSampleX[2] == kSampleUnit);
  static_assert(kSampleX[3] == 5 * kSampleUnit && kSampleY[0] == kSampleUnit && kSampleY[1] == 3 * kSampleUnit);
  static_assert(kSampleY[2] == 5 * kSampleUnit && kSampleY[3] == 7 * kSampleUnit);
  return Int4{e.value + 3 * x + y, e.value + 7 * x + 3 * y, e.value + x + 5 * y, e.value + 5 * x + 7 * y};
}

void draw_small(Tile& tile, const PixelRange& pixels, const ScreenTriangle& t, std::int32_t index) {
  const std::int32_t x = (tile.x + pixels.first_x) * kSubpixels, y = (tile.y + pixels.first_y) * kSubpixels;
  const auto first = edge<std::int32_t>(t, 1, 2, x, y), second = edge<std::int32_t>(t, 2, 0, x, y),
             third = edge<std::int32_t>(t, 0, 1, x, y);
  Int4 row_first = at_samples(first), row_second = at_samples(second), row_third = at_samples(third);
  const DepthPlane plane = depth_plane(t);
  for (int row = pixels.first_y; row <= pixels.last_y; ++row) {
    Int4 at_first = row_first, at_second = row_second, at_third = row_third;
    const std::size_t start = Tile::index(0, row);
    for (int column = pixels.first_x; column <= pixels.last_x; ++column) {
      const Int4 inside = (at_first | at_second | at_third) >= 0;
      if (any(inside))
        keep_nearest(tile.inverse_depth[start + column], tile.triangle[start + column], inside,
                     __builtin_convertvector(at_second, Float4), __builtin_convertvector(at_third, Float4), plane,
                     index);
      at_first += first.step_x * kSubpixels;
      at_second += second.step_x * kSubpixels;
      at_third += third.step_x * kSubpixels;
    }
    row_first += first.step_y * kSubpixels;
    row_second += second.step_y * kSubpixels;
    row_third += third.step_y * kSubpixels;
  }
}

/// As draw_small() for triangles of any size, in 64 bits, and for the samples that `test` leaves of those inside.
template <typename Test>
void draw_large(Tile& tile, const PixelRange& pixels, const ScreenTriangle& t, std::int32_t index, const Test& test) {
  const DepthPlane plane = depth_plane(t);
  for (int row = pixels.first_y; row <= pixels.last_y; ++row) {
    const std::int32_t x = (tile.x + pixels.first_x) * kSubpixels, y = (tile.y + row) * kSubpixels;
    auto first = edge<std::int64_t>(t, 1, 2, x, y), second = edge<std::int64_t>(t, 2, 0, x, y),
         third = edge<std::int64_t>(t, 0, 1, x, y);
    const std::size_t start = Tile::index(0, row);
    for (int column = pixels.first_x; column <= pixels.last_x; ++column) {
      Int4 inside{};
      Float4 at_second{}, at_third{};
      for (int s = 0; s < kLanes; ++s) {
        const auto value = [&](const Edge<std::int64_t>& e) {
          return e.value + e.step_x * kSampleX[s] + e.step_y * kSampleY[s];
        };
        inside[s] = (value(first) | value(second) | value(third)) >= 0 ? -1 : 0;
        at_second[s] = static_cast<float>(value(second));
        at_third[s] = static_cast<float>(value(third));
      }
      if (any(inside))
        keep_nearest(tile.inverse_depth[start + column], tile.triangle[start + column],
                     test(inside, at_second, at_third), at_second, at_third, plane, index);
      first.value += first.step_x * kSubpixels;
      second.value += second.step_x * kSubpixels;
      third.value += third.step_x * kSubpixels;
    }
  }
}

PixelRange pixel_range(const Tile& tile, const ScreenTriangle& t) {
  const auto [left, right] = std::minmax({t.x[0], t.x[1], t.x[2]});
  const auto [top, bottom] = std::minmax({t.y[0], t.y[1], t.y[2]});
  // A pixel's outermost samples lie kSampleUnit from its sides.
  const auto first = [](std::int32_t low) { return (low + kSampleUnit - 1) >> kSubpixelBits; };
  const auto last = [](std::int32_t high) { return (high - kSampleUnit) >> kSubpixelBits; };
  return {std::max(first(left) - tile.x, 0), std::max(first(top) - tile.y, 0),
          std::min(last(right) - tile.x, kTileSize - 1), std::min(last(bottom) - tile.y, kTileSize - 1)};
}

}  // namespace

void Tile::clear(int start_x, int start_y) {
  x = start_x;
  y = start_y;
  inverse_depth.fill(Float4{});
  triangle.fill(Int4{kNoTriangle, kNoTriangle, kNoTriangle, kNoTriangle});
}

void Tile::draw(const ScreenTriangle& t, std::int32_t index) {
  const auto [left, right] = std::minmax({t.x[0], t.x[1], t.x[2]});
  const auto [top, bottom] = std::minmax({t.y[0], t.y[1], t.y[2]});
  if (right - left <= kSmall && bottom - top <= kSmall) {
    draw_small(*this, pixel_range(*this, t), t, index);
  } else {
    draw_large(*this, pixel_range(*this, t), t, index, [](Int4 inside, Float4, Float4) { return inside; });
  }
}

void Tile::draw(const ScreenTriangle& t, std::int32_t index, const AlphaTest& alpha) {
  draw_large(*this, pixel_range(*this, t), t, index, alpha);
}

}  // namespace emo3d::render
