#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "emo3d/render/texture.h"
#include "emo3d/render/triangles.h"

namespace emo3d::render {

/// No triangle covers the sample.
inline constexpr std::int32_t kNoTriangle = -1;

/// What the samples of one tile see: the visibility pass. Pixels in rows of kTileSize.
struct Tile {
  static constexpr std::size_t kPixels = std::size_t{kTileSize} * kTileSize;
  static constexpr int kBlockSize = 4;  ///< Side of the squares that a tile is divided into, in pixels.
  static constexpr int kBlocksAcross = kTileSize / kBlockSize;
  static constexpr std::size_t kBlocks = std::size_t{kBlocksAcross} * kBlocksAcross;

  int x = 0;  ///< Column of the picture at which the tile starts.
  int y = 0;
  std::array<Float4, kPixels> inverse_depth;  ///< Of the nearest triangle, 0 where there is none.
  std::array<Int4, kPixels> triangle;         ///< Index of the nearest triangle or kNoTriangle.
  std::array<float, kBlocks> farthest;        ///< Least inverse depth in each block, as of the last settle().
  std::uint64_t changed;                      ///< A bit for each block that was drawn into since.

  /// Where a pixel stands in the arrays; counted from the tile's upper left corner.
  [[nodiscard]] static std::size_t index(int column, int row) {
    return static_cast<std::size_t>(row) * kTileSize + static_cast<std::size_t>(column);
  }
  /// Starts a tile of nothing at a place in the picture.
  void clear(int start_x, int start_y);
  /// Draws a triangle. A sample on an edge belongs to exactly one of the two triangles that share it (top-left rule).
  /// Of triangles at the same depth the one with the least index is seen, whatever the order they are drawn in.
  void draw(const ScreenTriangle& triangle, std::int32_t index);
  /// As draw(), only the samples that `alpha` lets through.
  void draw(const ScreenTriangle& triangle, std::int32_t index, const AlphaTest& alpha);
  /// Takes note of how far what was drawn reaches: triangles that lie wholly behind cost little from here on. Changes
  /// nothing that is seen.
  void settle();
};

}  // namespace emo3d::render
