#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "emo3d/render/projection.h"

namespace emo3d::render {

/// Side of the squares that a picture is drawn in, in pixels: depth and triangle of their samples fit the L1 cache.
inline constexpr int kTileSize = 32;

/// The four samples of a pixel, in subpixels from its upper left corner: a rotated grid, so that edges near the
/// horizontal and the vertical get four steps too. They are multiples of kSampleUnit.
inline constexpr std::int32_t kSampleUnit = kSubpixels / 8;
inline constexpr std::array<std::int32_t, kLanes> kSampleX = {3 * kSampleUnit, 7 * kSampleUnit, kSampleUnit,
                                                              5 * kSampleUnit};
inline constexpr std::array<std::int32_t, kLanes> kSampleY = {kSampleUnit, 3 * kSampleUnit, 5 * kSampleUnit,
                                                              7 * kSampleUnit};

/// A triangle on the screen, its corners ordered so that twice its area in subpixels is above 0.
struct ScreenTriangle {
  std::array<std::int32_t, 3> x;
  std::array<std::int32_t, 3> y;
  std::array<float, 3> inverse_depth;
  std::array<std::uint32_t, 3> vertices;  ///< Of the mesh, in the same order.
  bool back_facing;                       ///< Seen from inside: its normals point away from the viewer.
};

/// Tiles of a picture, both ends included.
struct TileRange {
  std::uint16_t first_x, first_y, last_x, last_y;
  [[nodiscard]] bool contains(int x, int y) const { return x >= first_x && x <= last_x && y >= first_y && y <= last_y; }
};

/// A triangle on the screen and the tiles that it may touch.
struct PlacedTriangle {
  ScreenTriangle triangle;
  TileRange tiles;
};

/// Nothing where a corner cannot be drawn, and where the triangle touches no sample of a picture of this size.
/// \pre the triangle's vertices are below vertices.size().
[[nodiscard]] std::optional<PlacedTriangle> placed(const rig::Triangle& triangle,
                                                   std::span<const ScreenVertex> vertices, int width, int height);

/// The triangles that touch at least one sample of the picture, and the tiles that they may touch.
class TriangleBins {
 public:
  /// \throws Error kInvalidArgument where the index of a vertex is out of range.
  TriangleBins(std::span<const rig::Triangle> triangles, std::span<const ScreenVertex> vertices, int width, int height,
               unsigned threads);

  [[nodiscard]] int tiles_across() const { return tiles_across_; }
  [[nodiscard]] int tiles_down() const { return tiles_down_; }
  [[nodiscard]] const ScreenTriangle& triangle(std::uint32_t index) const { return triangles_[index]; }

  /// The triangles of one tile, by index in the mesh. They stand in layers from the nearest to the farthest, by their
  /// nearest corners; within a layer in no particular order.
  struct TileTriangles {
    static constexpr std::size_t kLayers = 48;
    std::vector<std::uint32_t> indices;
    std::array<std::uint32_t, kLayers + 1> layer_start{};  ///< In `indices`, and the end.

    [[nodiscard]] std::span<const std::uint32_t> layer(std::size_t i) const {
      return {indices.data() + layer_start[i], indices.data() + layer_start[i + 1]};
    }
  };
  [[nodiscard]] TileTriangles in_tile(int tile_x, int tile_y) const;

 private:
  /// Consecutive triangles of the mesh, sorted into tiles by one thread.
  struct Chunk {
    struct Large {
      std::uint32_t index;
      TileRange range;
    };
    std::vector<Large> large{};  ///< Triangles over many tiles: listed once, or they would fill the memory.
    std::vector<std::uint32_t> tile_start{};  ///< Where each tile's triangles start in `sorted`, and the end.
    std::vector<std::uint32_t> sorted{};
  };

  [[nodiscard]] Chunk sorted_into_tiles(std::uint32_t first, std::span<const TileRange> ranges) const;
  [[nodiscard]] std::size_t tile_index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(tiles_across_) + static_cast<std::size_t>(x);
  }

  int tiles_across_;
  int tiles_down_;
  std::unique_ptr<ScreenTriangle[]> triangles_;  ///< By index in the mesh; not set for those that touch no tile.
  std::vector<Chunk> chunks_;
};

}  // namespace emo3d::render
