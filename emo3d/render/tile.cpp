#include "emo3d/render/tile.h"

#include <algorithm>
#include <bit>

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
  const Int4 own = Int4{index, index, index, index};
  const Int4 nearer = inside & ((inverse_depth > nearest) | ((inverse_depth == nearest) & (own < seen)));
  nearest = nearer ? inverse_depth : nearest;
  seen = nearer ? own : seen;
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
      const Int4 inside = (at_first | at_second | at_third) >= 0;  // to ask whether any is costs more than it saves
      keep_nearest(tile.inverse_depth[start + column], tile.triangle[start + column], inside,
                   __builtin_convertvector(at_second, Float4), __builtin_convertvector(at_third, Float4), plane, index);
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

/// A triangle's extent on the screen, in subpixels.
struct Extent {
  std::int32_t left, top, right, bottom;
  [[nodiscard]] bool is_small() const { return right - left <= kSmall && bottom - top <= kSmall; }
};

Extent extent(const ScreenTriangle& t) {
  return {std::min(std::min(t.x[0], t.x[1]), t.x[2]), std::min(std::min(t.y[0], t.y[1]), t.y[2]),
          std::max(std::max(t.x[0], t.x[1]), t.x[2]), std::max(std::max(t.y[0], t.y[1]), t.y[2])};
}

PixelRange pixel_range(const Tile& tile, const Extent& extent) {
  // A pixel's outermost samples lie kSampleUnit from its sides.
  const auto first = [](std::int32_t low) { return (low + kSampleUnit - 1) >> kSubpixelBits; };
  const auto last = [](std::int32_t high) { return (high - kSampleUnit) >> kSubpixelBits; };
  return {std::max(first(extent.left) - tile.x, 0), std::max(first(extent.top) - tile.y, 0),
          std::min(last(extent.right) - tile.x, kTileSize - 1), std::min(last(extent.bottom) - tile.y, kTileSize - 1)};
}

/// A bit for each block of a tile that holds some of `pixels`; none where that is empty.
std::uint64_t blocks_of(const PixelRange& pixels) {
  static_assert(Tile::kBlocksAcross == 8 && Tile::kBlocks == 64);
  if (pixels.first_x > pixels.last_x || pixels.first_y > pixels.last_y) return 0;
  const int left = pixels.first_x / Tile::kBlockSize, right = pixels.last_x / Tile::kBlockSize;
  const int top = pixels.first_y / Tile::kBlockSize, bottom = pixels.last_y / Tile::kBlockSize;
  const std::uint64_t row = (0xffU >> (7 - right)) & (0xffU << left);
  const std::uint64_t rows = (~std::uint64_t{0} >> (8 * (7 - bottom))) & (~std::uint64_t{0} << (8 * top));
  return (row * 0x0101010101010101U) & rows;
}

/// True where all of `blocks` show nothing but what is nearer than any point of the triangle.
bool hidden(const Tile& tile, const ScreenTriangle& t, std::uint64_t blocks) {
  constexpr float kRounding = 1.00001f;  // a sample's depth is computed to a few units in the last place
  const float nearest = std::max(std::max(t.inverse_depth[0], t.inverse_depth[1]), t.inverse_depth[2]) * kRounding;
  for (; blocks != 0; blocks &= blocks - 1)
    if (!(tile.farthest[static_cast<std::size_t>(std::countr_zero(blocks))] > nearest)) return false;
  return true;
}

}  // namespace

void Tile::clear(int start_x, int start_y) {
  x = start_x;
  y = start_y;
  inverse_depth.fill(Float4{});
  triangle.fill(Int4{kNoTriangle, kNoTriangle, kNoTriangle, kNoTriangle});
  farthest.fill(0.0f);
  changed = 0;
}

void Tile::draw(const ScreenTriangle& t, std::int32_t index) {
  const Extent extent = render::extent(t);
  const PixelRange pixels = pixel_range(*this, extent);
  const std::uint64_t blocks = blocks_of(pixels);
  if (hidden(*this, t, blocks)) return;
  changed |= blocks;
  if (extent.is_small()) {
    draw_small(*this, pixels, t, index);
  } else {
    draw_large(*this, pixels, t, index, [](Int4 inside, Float4, Float4) { return inside; });
  }
}

void Tile::draw(const ScreenTriangle& t, std::int32_t index, const AlphaTest& alpha) {
  const PixelRange pixels = pixel_range(*this, extent(t));
  const std::uint64_t blocks = blocks_of(pixels);
  if (hidden(*this, t, blocks)) return;
  changed |= blocks;
  draw_large(*this, pixels, t, index, alpha);
}

void Tile::settle() {
  for (; changed != 0; changed &= changed - 1) {
    const auto block = static_cast<std::size_t>(std::countr_zero(changed));
    const std::size_t first = Tile::index(static_cast<int>(block % kBlocksAcross) * kBlockSize,
                                          static_cast<int>(block / kBlocksAcross) * kBlockSize);
    Float4 least = inverse_depth[first];
    for (std::size_t row = first; row < first + std::size_t{kBlockSize} * kTileSize; row += kTileSize)
      for (std::size_t i = row; i < row + kBlockSize; ++i) least = min(least, inverse_depth[i]);
    farthest[block] = std::min(std::min(least[0], least[1]), std::min(least[2], least[3]));
  }
}

}  // namespace emo3d::render
