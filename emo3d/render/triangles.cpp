#include "emo3d/render/triangles.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/parallel.h"

namespace emo3d::render {
namespace {

constexpr std::size_t kLeastChunk = 4096;
constexpr std::size_t kMostChunks = 32;  // each keeps a list of all tiles
/// A triangle over more tiles than this goes to the list of large ones.
constexpr int kLargeTiles = 64;
/// Samples lie this far apart in x, and in y, over all pixels.
constexpr int kSampleSpacingBits = 6;
static_assert(2 * kSampleUnit == 1 << kSampleSpacingBits);

/// The samples' columns (or rows) that lie in [low, high]: column k is at 64 k + 32.
struct SampleSpan {
  std::int32_t first;
  std::int32_t last;
};

SampleSpan sample_span(std::int32_t low, std::int32_t high) {
  constexpr std::int32_t kRoundUp = (1 << kSampleSpacingBits) - 1;
  return {(low - kSampleUnit + kRoundUp) >> kSampleSpacingBits, (high - kSampleUnit) >> kSampleSpacingBits};
}

/// True where a column and a row of samples cross in one: each row has one sample in every four columns.
bool hold_samples(const SampleSpan& across, const SampleSpan& down) {
  /// The columns, modulo 4, with samples in a set of rows, modulo 4; both as bits.
  constexpr auto kColumnsOfRows = [] {
    std::array<std::uint8_t, 16> columns{};
    for (std::uint32_t rows = 0; rows < 16; ++rows)
      for (std::size_t s = 0; s < kLanes; ++s)
        if ((rows >> (kSampleY[s] >> kSampleSpacingBits) & 1) != 0)
          columns[rows] |= static_cast<std::uint8_t>(1U << (kSampleX[s] >> kSampleSpacingBits));
    return columns;
  }();
  const auto bits = [](const SampleSpan& span) {
    const std::uint32_t run = 0xfU >> (3 - std::min(span.last - span.first, 3));
    const std::uint32_t turned = run << (span.first & 3);
    return (turned | turned >> 4) & 0xfU;
  };
  return (kColumnsOfRows[bits(down)] & bits(across)) != 0;
}

}  // namespace

std::optional<PlacedTriangle> placed(const rig::Triangle& triangle, std::span<const ScreenVertex> vertices, int width,
                                     int height) {
  const ScreenVertex a = vertices[triangle[0]];
  ScreenVertex b = vertices[triangle[1]];
  ScreenVertex c = vertices[triangle[2]];
  if (a.inverse_depth == 0 || b.inverse_depth == 0 || c.inverse_depth == 0) return std::nullopt;

  const auto least = [](std::int32_t p, std::int32_t q, std::int32_t r) { return std::min(std::min(p, q), r); };
  const auto most = [](std::int32_t p, std::int32_t q, std::int32_t r) { return std::max(std::max(p, q), r); };
  constexpr int kPerPixel = kSubpixels >> kSampleSpacingBits;
  SampleSpan across = sample_span(least(a.x, b.x, c.x), most(a.x, b.x, c.x));
  SampleSpan down = sample_span(least(a.y, b.y, c.y), most(a.y, b.y, c.y));
  across = {std::max(across.first, 0), std::min(across.last, width * kPerPixel - 1)};
  down = {std::max(down.first, 0), std::min(down.last, height * kPerPixel - 1)};
  if (across.first > across.last || down.first > down.last || !hold_samples(across, down)) return std::nullopt;

  const std::int64_t area = std::int64_t{b.x - a.x} * (c.y - a.y) - std::int64_t{b.y - a.y} * (c.x - a.x);
  if (area == 0) return std::nullopt;
  // Counter-clockwise corners turn the other way where y grows downwards: a triangle seen from outside has area < 0.
  const bool back_facing = area > 0;
  std::uint32_t vertex_b = triangle[1], vertex_c = triangle[2];
  if (!back_facing) {
    std::swap(b, c);
    std::swap(vertex_b, vertex_c);
  }
  constexpr int kPerTile = kTileSize * kPerPixel;
  const auto tile = [](std::int32_t column) { return static_cast<std::uint16_t>(column / kPerTile); };
  return PlacedTriangle{{.x = {a.x, b.x, c.x},
                         .y = {a.y, b.y, c.y},
                         .inverse_depth = {a.inverse_depth, b.inverse_depth, c.inverse_depth},
                         .vertices = {triangle[0], vertex_b, vertex_c},
                         .back_facing = back_facing},
                        {tile(across.first), tile(down.first), tile(across.last), tile(down.last)}};
}

TriangleBins::TriangleBins(std::span<const rig::Triangle> triangles, std::span<const ScreenVertex> vertices, int width,
                           int height, unsigned threads)
    : tiles_across_((width + kTileSize - 1) / kTileSize),
      tiles_down_((height + kTileSize - 1) / kTileSize),
      triangles_(std::make_unique_for_overwrite<ScreenTriangle[]>(triangles.size())) {
  check(triangles.size() < INT32_MAX, ErrorCode::kInvalidArgument, "render: {} triangles are too many",
        triangles.size());
  const std::size_t size = std::max(kLeastChunk, (triangles.size() + kMostChunks - 1) / kMostChunks);
  chunks_.resize((triangles.size() + size - 1) / size);
  parallel_for(chunks_.size(), threads, [&](std::size_t chunk) {
    const std::size_t first = chunk * size;
    constexpr TileRange kNone{1, 1, 0, 0};
    std::vector<TileRange> ranges(std::min(triangles.size() - first, size), kNone);
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      for (const std::uint32_t vertex : triangles[first + i])
        check(vertex < vertices.size(), ErrorCode::kInvalidArgument, "render: triangle {} has vertex {} of {}",
              first + i, vertex, vertices.size());
      if (const auto triangle = placed(triangles[first + i], vertices, width, height)) {
        triangles_[first + i] = triangle->triangle;
        ranges[i] = triangle->tiles;
      }
    }
    chunks_[chunk] = sorted_into_tiles(static_cast<std::uint32_t>(first), ranges);
  });
}

TriangleBins::Chunk TriangleBins::sorted_into_tiles(std::uint32_t first, std::span<const TileRange> ranges) const {
  const auto is_large = [](const TileRange& range) {
    return (range.last_x - range.first_x + 1) * (range.last_y - range.first_y + 1) > kLargeTiles;
  };
  const auto for_each_tile = [&](const TileRange& range, const auto& body) {
    for (int y = range.first_y; y <= range.last_y; ++y)
      for (int x = range.first_x; x <= range.last_x; ++x) body(tile_index(x, y));
  };

  // Counting sort. Each tile's end is counted first; filling from the back turns it into the tile's start.
  Chunk chunk{.tile_start = std::vector<std::uint32_t>(tile_index(0, tiles_down_) + 1)};
  std::size_t total = 0;
  for (std::uint32_t i = 0; i < ranges.size(); ++i) {
    if (is_large(ranges[i])) {
      chunk.large.push_back({first + i, ranges[i]});
    } else {
      for_each_tile(ranges[i], [&](std::size_t tile) { ++chunk.tile_start[tile], ++total; });
    }
  }
  check(total <= UINT32_MAX, ErrorCode::kInvalidArgument, "render: {} triangles are too many", ranges.size());
  std::uint32_t end = 0;
  for (std::uint32_t& start : chunk.tile_start) start = end += start;
  chunk.sorted.resize(total);
  for (auto i = static_cast<std::uint32_t>(ranges.size()); i-- > 0;)
    if (!is_large(ranges[i]))
      for_each_tile(ranges[i], [&](std::size_t tile) { chunk.sorted[--chunk.tile_start[tile]] = first + i; });
  return chunk;
}

TriangleBins::TileTriangles TriangleBins::in_tile(int tile_x, int tile_y) const {
  const std::size_t tile = tile_index(tile_x, tile_y);
  std::vector<std::uint32_t> found;
  for (const Chunk& chunk : chunks_) {
    found.insert(found.end(), chunk.sorted.begin() + chunk.tile_start[tile],
                 chunk.sorted.begin() + chunk.tile_start[tile + 1]);
    for (const Chunk::Large& large : chunk.large)
      if (large.range.contains(tile_x, tile_y)) found.push_back(large.index);
  }
  TileTriangles result;
  if (found.empty()) return result;

  std::vector<float> nearest(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::array<float, 3>& depth = triangles_[found[i]].inverse_depth;
    nearest[i] = std::max(std::max(depth[0], depth[1]), depth[2]);
  }
  const auto range = std::ranges::minmax(nearest);
  constexpr auto kLayers = static_cast<float>(TileTriangles::kLayers);
  const float scale = range.max > range.min ? kLayers / (range.max - range.min) : 0.0f;
  const auto layer = [&](std::size_t i) {
    return static_cast<std::size_t>(std::min((range.max - nearest[i]) * scale, kLayers - 1));
  };
  // Counting sort again, forwards: each layer's place moves from its start to its end.
  std::array<std::uint32_t, TileTriangles::kLayers> place{};
  for (std::size_t i = 0; i < found.size(); ++i) ++result.layer_start[layer(i) + 1];
  for (std::size_t l = 0; l < place.size(); ++l) {
    place[l] = result.layer_start[l];
    result.layer_start[l + 1] += result.layer_start[l];
  }
  result.indices.resize(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) result.indices[place[layer(i)]++] = found[i];
  return result;
}

}  // namespace emo3d::render
