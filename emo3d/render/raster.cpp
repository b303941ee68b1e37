#include "emo3d/render/raster.h"

#include <algorithm>

namespace emo3d::render {
namespace {

using Int4 __attribute__((vector_size(16))) = std::int32_t;
using Float4 __attribute__((vector_size(16))) = float;

/// Twice the signed area, positive for clockwise on the picture (y grows downwards).
std::int64_t doubled_area(const ScreenTriangle& t) {
  return static_cast<std::int64_t>(t[1].x - t[0].x) * (t[2].y - t[0].y) -
         static_cast<std::int64_t>(t[1].y - t[0].y) * (t[2].x - t[0].x);
}

struct PixelBox {
  int left, top, right, bottom;  // inclusive
};

int floor_pixel(std::int32_t subpixels) { return subpixels >> 8; }

PixelBox pixel_box(const ScreenTriangle& t) {
  return {floor_pixel(std::min({t[0].x, t[1].x, t[2].x})), floor_pixel(std::min({t[0].y, t[1].y, t[2].y})),
          floor_pixel(std::max({t[0].x, t[1].x, t[2].x})), floor_pixel(std::max({t[0].y, t[1].y, t[2].y}))};
}

bool drawable(const ScreenTriangle& t) {
  return t[0].inverse_depth > 0 && t[1].inverse_depth > 0 && t[2].inverse_depth > 0 && doubled_area(t) != 0;
}

/// One edge function over the samples of pixels: value = a * x + b * y + c, not negative inside.
template <typename Wide>
struct Edge {
  Wide row;                           ///< At the origin of the current row's first pixel, rule included.
  Wide step_x, step_y;                ///< Per pixel.
  std::array<Wide, kSamples> sample;  ///< Of each sample relative to its pixel's origin.

  Edge(const ScreenVertex& from, const ScreenVertex& to, std::int32_t x, std::int32_t y) {
    const Wide a = static_cast<Wide>(from.y) - to.y;
    const Wide b = static_cast<Wide>(to.x) - from.x;
    // A sample on the edge is inside for the edges on top and on the left only.
    const Wide rule = a > 0 || (a == 0 && b > 0) ? 0 : -1;
    row = a * (static_cast<Wide>(x) - from.x) + b * (static_cast<Wide>(y) - from.y) + rule;
    step_x = a * kSubpixels;
    step_y = b * kSubpixels;
    for (std::size_t s = 0; s < kSamples; ++s) sample[s] = a * kSampleX[s] + b * kSampleY[s];
  }
};

}  // namespace

void Tile::start(int x_px, int y_px) {
  x_px_ = x_px;
  y_px_ = y_px;
  ids_.fill(kNoTriangle);
  depths_.fill(0);
}

void Tile::draw(const ScreenTriangle& triangle, std::int32_t id) {
  // Within 64 pixels of the tile's corner, edge functions fit 32 bits: 2 * 2^15 * (2^14 + 2^13) < 2^31.
  constexpr std::int32_t kNear = 1 << 14;
  const auto near = [&](const ScreenVertex& v) {
    return std::abs(v.x - x_px_ * kSubpixels) < kNear && std::abs(v.y - y_px_ * kSubpixels) < kNear;
  };
  if (near(triangle[0]) && near(triangle[1]) && near(triangle[2]))
    draw_as<std::int32_t>(triangle, id);
  else
    draw_as<std::int64_t>(triangle, id);
}

template <typename Wide>
void Tile::draw_as(const ScreenTriangle& triangle, std::int32_t id) {
  const ScreenVertex& a = triangle[0];
  const bool clockwise = doubled_area(triangle) > 0;
  const ScreenVertex& b = triangle[clockwise ? 1 : 2];
  const ScreenVertex& c = triangle[clockwise ? 2 : 1];

  const PixelBox box = pixel_box(triangle);
  const int left = std::max(box.left - x_px_, 0);
  const int top = std::max(box.top - y_px_, 0);
  const int right = std::min(box.right - x_px_, kSide_px - 1);
  const int bottom = std::min(box.bottom - y_px_, kSide_px - 1);
  if (left > right || top > bottom) return;

  const std::int32_t x = (x_px_ + left) * kSubpixels;
  const std::int32_t y = (y_px_ + top) * kSubpixels;
  Edge<Wide> ab(a, b, x, y), bc(b, c, x, y), ca(c, a, x, y);

  // Inverse depth is a plane over the picture: z = a.z + dzdx (x - a.x) + dzdy (y - a.y).
  const auto area = static_cast<float>(doubled_area({a, b, c}));
  const float zb = b.inverse_depth - a.inverse_depth;
  const float zc = c.inverse_depth - a.inverse_depth;
  const float dzdx = (zb * static_cast<float>(c.y - a.y) - zc * static_cast<float>(b.y - a.y)) / area;
  const float dzdy = (zc * static_cast<float>(b.x - a.x) - zb * static_cast<float>(c.x - a.x)) / area;
  Float4 z_sample{};
  for (std::size_t s = 0; s < kSamples; ++s)
    z_sample[s] = dzdx * static_cast<float>(kSampleX[s]) + dzdy * static_cast<float>(kSampleY[s]);

  for (int py = top; py <= bottom; ++py) {
    Wide e0 = ab.row, e1 = bc.row, e2 = ca.row;
    const float z_row = a.inverse_depth + dzdy * static_cast<float>(y + (py - top) * kSubpixels - a.y);
    for (int px = left; px <= right; ++px) {
      Int4 outside{};  // the sign bit of each lane: set where any edge function is negative
      for (std::size_t s = 0; s < kSamples; ++s) {
        const Wide any = (e0 + ab.sample[s]) | (e1 + bc.sample[s]) | (e2 + ca.sample[s]);
        outside[s] = any < 0 ? -1 : 0;
      }
      const Int4 all_outside = {-1, -1, -1, -1};
      if (__builtin_memcmp(&outside, &all_outside, sizeof outside) != 0) {
        const float z_pixel = z_row + dzdx * static_cast<float>(x + (px - left) * kSubpixels - a.x);
        const Float4 z = z_pixel + z_sample;
        const std::size_t at = static_cast<std::size_t>(py * kSide_px + px) * kSamples;
        for (std::size_t s = 0; s < kSamples; ++s) {
          if (outside[s] == 0 && z[s] > depths_[at + s]) {
            depths_[at + s] = z[s];
            ids_[at + s] = id;
          }
        }
      }
      e0 += ab.step_x;
      e1 += bc.step_x;
      e2 += ca.step_x;
    }
    ab.row += ab.step_y;
    bc.row += bc.step_y;
    ca.row += ca.step_y;
  }
}

TileBins::TileBins(std::span<const ScreenTriangle> triangles, int width_px, int height_px)
    : columns_((width_px + Tile::kSide_px - 1) / Tile::kSide_px) {
  const int rows = (height_px + Tile::kSide_px - 1) / Tile::kSide_px;
  const auto for_each_tile = [&](const ScreenTriangle& triangle, auto&& visit) {
    if (!drawable(triangle)) return;
    const PixelBox box = pixel_box(triangle);
    if (box.right < 0 || box.bottom < 0 || box.left >= width_px || box.top >= height_px) return;
    const int first_column = std::max(box.left, 0) / Tile::kSide_px;
    const int last_column = std::min(box.right, width_px - 1) / Tile::kSide_px;
    const int first_row = std::max(box.top, 0) / Tile::kSide_px;
    const int last_row = std::min(box.bottom, height_px - 1) / Tile::kSide_px;
    for (int row = first_row; row <= last_row; ++row)
      for (int column = first_column; column <= last_column; ++column)
        visit(static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column));
  };
  const std::size_t count = static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows);
  starts_.assign(count + 1, 0);
  for (const ScreenTriangle& t : triangles) for_each_tile(t, [&](std::size_t tile) { ++starts_[tile + 1]; });
  for (std::size_t i = 0; i < count; ++i) starts_[i + 1] += starts_[i];
  members_.resize(starts_[count]);
  std::vector<std::size_t> next(starts_.begin(), starts_.end() - 1);
  for (std::size_t i = 0; i < triangles.size(); ++i)
    for_each_tile(triangles[i], [&](std::size_t tile) { members_[next[tile]++] = static_cast<std::int32_t>(i); });
}

}  // namespace emo3d::render
