#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace emo3d::render {

/// Positions on the picture count in 1/256 of a pixel.
inline constexpr int kSubpixels = 256;
inline constexpr int kSamples = 4;
/// Where the four samples of a pixel lie, in subpixels: a rotated grid, which serves near-horizontal and near-vertical
/// edges.
inline constexpr std::array<int, kSamples> kSampleX = {96, 224, 32, 160};
inline constexpr std::array<int, kSamples> kSampleY = {32, 96, 160, 224};

/// A vertex on the picture.
struct ScreenVertex {
  std::int32_t x = 0;       ///< Subpixels from the left edge.
  std::int32_t y = 0;       ///< Subpixels from the top edge.
  float inverse_depth = 0;  ///< 1 / centimetres, above 0; 0 for a vertex that cannot be drawn.
};

using ScreenTriangle = std::array<ScreenVertex, 3>;

inline constexpr std::int32_t kNoTriangle = -1;

/// Which triangle each sample of a square tile of pixels shows.
class Tile {
 public:
  static constexpr int kSide_px = 32;

  /// Empties the tile and places its top left pixel.
  void start(int x_px, int y_px);
  /// Draws a triangle in front of what is farther away; of two at the same depth the first drawn stays. Samples exactly
  /// on a shared edge belong to one of its triangles only (top-left rule).
  void draw(const ScreenTriangle& triangle, std::int32_t id);
  /// The triangle at each sample of a pixel, counted from the tile's corner; kNoTriangle where there is none.
  [[nodiscard]] std::span<const std::int32_t, kSamples> ids(int x, int y) const {
    return std::span<const std::int32_t, kSamples>(ids_.data() + (y * kSide_px + x) * kSamples, kSamples);
  }

 private:
  template <typename Wide>
  void draw_as(const ScreenTriangle& triangle, std::int32_t id);

  int x_px_ = 0;
  int y_px_ = 0;
  std::array<std::int32_t, static_cast<std::size_t>(kSide_px) * kSide_px * kSamples> ids_{};
  std::array<float, static_cast<std::size_t>(kSide_px) * kSide_px * kSamples> depths_{};
};

/// The triangles that touch each tile of a picture, in their own order.
class TileBins {
 public:
  TileBins(std::span<const ScreenTriangle> triangles, int width_px, int height_px);
  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] std::size_t tiles() const { return starts_.size() - 1; }
  [[nodiscard]] std::span<const std::int32_t> triangles_of(std::size_t tile) const {
    return std::span(members_).subspan(starts_[tile], starts_[tile + 1] - starts_[tile]);
  }

 private:
  int columns_;
  std::vector<std::size_t> starts_;
  std::vector<std::int32_t> members_;
};

}  // namespace emo3d::render
