#include "emo3d/render/key_shadow.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include "emo3d/base/parallel.h"
#include "emo3d/render/tile.h"
#include "emo3d/render/triangles.h"

namespace emo3d::render {
namespace {

using rig::Vec3;

constexpr int kMapSide = 96;  ///< Pixels of the shadow map, of four samples each.
constexpr std::size_t kChunk = 2048;
constexpr int kReach = 1;  ///< Pixels on each side that soften an edge.
// In pixels of the map: how far a vertex is lifted along its normal and towards the lamp against shadowing itself, and
// over which depth a shadow sets in.
constexpr float kNormalLift = 1.0f;
constexpr float kDepthLift = 0.65f;
constexpr float kFade = 1.2f;

/// Directions of the lamp's picture in the mesh's space: `towards` points to the lamp.
struct LampFrame {
  Vec3 across, down, towards;
};

LampFrame lamp_frame(const ViewFrame& frame, const Vec3& direction) {
  const Vec3 towards = unit(frame.right * direction.x + frame.up * direction.y + frame.backward * direction.z);
  const Vec3 across = unit(cross(std::abs(towards.y) < 0.9f ? Vec3{0, 1, 0} : Vec3{1, 0, 0}, towards));
  return {across, cross(across, towards), towards};
}

/// How positions land on the map; depth 1 at the far end, growing towards the lamp by one for every kMapSide pixels.
class MapPlacement {
 public:
  /// `head`: as in KeyLamp.
  MapPlacement(const std::vector<Vec3>& positions, const LampFrame& lamp, const std::optional<rig::HeadPlace>& head)
      : lamp_(lamp) {
    constexpr float kAround = 1.6f;  // heads: hair, neck and the built-in bust are inside
    const float radius = head ? head->height_cm * kAround : kInfinity;
    const Vec3 centre = head ? head->centre : Vec3{};
    low_ = {kInfinity, kInfinity, kInfinity};
    Vec3 high = low_ * -1.0f;
    for (const Vec3& position : positions) {
      const Vec3 p = turned(position);
      if (!(dot(p, p) < kLargest) || length(position - centre) > radius) continue;  // also NaN
      low_ = {std::min(low_.x, p.x), std::min(low_.y, p.y), std::min(low_.z, p.z)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
    }
    const float side = std::max(high.x - low_.x, high.y - low_.y);
    is_usable_ = side > 0 && side < kInfinity;
    scale_ = is_usable_ ? (kMapSide - 2.0f) / side : 1.0f;
  }

  [[nodiscard]] bool is_usable() const { return is_usable_; }
  /// Column and row in pixels, and depth in pixels above the far end.
  [[nodiscard]] Vec3 operator()(const Vec3& position) const {
    const Vec3 p = turned(position) - low_;
    return {p.x * scale_ + 1, p.y * scale_ + 1, std::max(p.z * scale_, 0.0f)};
  }
  /// `normal` in the map's axes.
  [[nodiscard]] Vec3 turned(const Vec3& v) const {
    return {dot(v, lamp_.across), dot(v, lamp_.down), dot(v, lamp_.towards)};
  }

 private:
  static constexpr float kLargest = 1e12f;
  static constexpr float kInfinity = std::numeric_limits<float>::infinity();
  LampFrame lamp_;
  Vec3 low_;
  float scale_ = 1;
  bool is_usable_ = false;
};

constexpr float kDepthUnit = 1.0f / kMapSide;

constexpr int kTilesAcross = kMapSide / kTileSize;
constexpr std::size_t kTiles = std::size_t{kTilesAcross} * kTilesAcross;
static_assert(kMapSide % kTileSize == 0);

/// What the lamp sees: for each sample the depth of the nearest surface, 0 where there is none.
struct ShadowMap {
  static constexpr std::size_t kPixels = std::size_t{kMapSide} * kMapSide;
  std::vector<Float4> depth = std::vector<Float4>(kPixels);
  std::vector<float> nearest_around = std::vector<float>(kPixels);  ///< Of all samples within kReach.

  [[nodiscard]] static std::size_t index(int column, int row) {
    return static_cast<std::size_t>(row) * kMapSide + static_cast<std::size_t>(column);
  }
};

/// The pixels within kReach of one, as far as the map goes.
struct Around {
  int first, last;
};
Around around(int place) { return {std::max(place - kReach, 0), std::min(place + kReach, kMapSide - 1)}; }

/// True for the triangles that cast shadows out of a head: eyes and teeth lie inside, the backs of closed surfaces hide
/// behind their fronts; hair may be single sheets. What may be seen through casts none.
bool casts(const rig::Mesh& mesh, const rig::Triangle& t, const MapPlacement& placement) {
  constexpr float kFacing = -0.1f;
  const rig::Material material = mesh.materials[t[0]];
  if (material == rig::Material::kEye || material == rig::Material::kTooth) return false;
  if (mesh.surfaces && mesh.surfaces->list[mesh.surfaces->of_vertex[t[0]]].alpha_mode != rig::AlphaMode::kOpaque)
    return false;
  return material == rig::Material::kHair || placement.turned(mesh.normals[t[0]]).z > kFacing;
}

/// Where the mesh's vertices land on the map; depth as ScreenVertex::inverse_depth.
std::vector<ScreenVertex> on_map(const std::vector<Vec3>& positions, const MapPlacement& placement, unsigned threads) {
  std::vector<ScreenVertex> screen(positions.size());
  parallel_for((screen.size() + kChunk - 1) / kChunk, threads, [&](std::size_t chunk) {
    const std::size_t end = std::min(screen.size(), (chunk + 1) * kChunk);
    for (std::size_t i = chunk * kChunk; i < end; ++i) {
      const Vec3 p = placement(positions[i]);
      if (!(p.x >= 0 && p.x <= kMapSide && p.y >= 0 && p.y <= kMapSide)) continue;  // not finite
      screen[i] = {static_cast<std::int32_t>(p.x * kSubpixels), static_cast<std::int32_t>(p.y * kSubpixels),
                   1 + p.z * kDepthUnit};
    }
  });
  return screen;
}

/// Fills ShadowMap::nearest_around.
void find_nearest_around(ShadowMap& map) {
  std::vector<float> along_row(ShadowMap::kPixels);
  for (int row = 0; row < kMapSide; ++row)
    for (int column = 0; column < kMapSide; ++column) {
      Float4 nearest{};
      for (int x = around(column).first; x <= around(column).last; ++x)
        nearest = max(nearest, map.depth[ShadowMap::index(x, row)]);
      along_row[ShadowMap::index(column, row)] =
          std::max(std::max(nearest[0], nearest[1]), std::max(nearest[2], nearest[3]));
    }
  for (int row = 0; row < kMapSide; ++row)
    for (int column = 0; column < kMapSide; ++column)
      for (int y = around(row).first; y <= around(row).last; ++y) {
        float& nearest = map.nearest_around[ShadowMap::index(column, row)];
        nearest = std::max(nearest, along_row[ShadowMap::index(column, y)]);
      }
}

ShadowMap draw_map(const rig::Mesh& mesh, const MapPlacement& placement, unsigned threads) {
  const std::vector<ScreenVertex> screen = on_map(mesh.positions, placement, threads);
  // Every part of the triangles is drawn into tiles of its own, and the nearest of all taken: that does not depend on
  // how they are parted.
  constexpr std::size_t kMostParts = 8, kLeastPart = 4096;
  const std::size_t asked = threads == 0 ? default_threads() : threads;
  const std::size_t parts = std::clamp<std::size_t>(mesh.triangles.size() / kLeastPart, 1, std::min(asked, kMostParts));
  const auto tiles = std::make_unique_for_overwrite<Tile[]>(parts * kTiles);
  parallel_for(parts, threads, [&](std::size_t part) {
    Tile* const own = &tiles[part * kTiles];
    for (std::size_t i = 0; i < kTiles; ++i)
      own[i].clear(static_cast<int>(i % kTilesAcross) * kTileSize, static_cast<int>(i / kTilesAcross) * kTileSize);
    const std::size_t end = mesh.triangles.size() * (part + 1) / parts;
    for (std::size_t i = mesh.triangles.size() * part / parts; i < end; ++i) {
      if (!casts(mesh, mesh.triangles[i], placement)) continue;
      const auto triangle = placed(mesh.triangles[i], screen, kMapSide, kMapSide);
      if (!triangle) continue;
      for (int y = triangle->tiles.first_y; y <= triangle->tiles.last_y; ++y)
        for (int x = triangle->tiles.first_x; x <= triangle->tiles.last_x; ++x)
          own[y * kTilesAcross + x].draw(triangle->triangle, static_cast<std::int32_t>(i));
    }
  });

  ShadowMap map;
  for (std::size_t i = 0; i < parts * kTiles; ++i)
    for (int y = 0; y < kTileSize; ++y)
      for (int x = 0; x < kTileSize; ++x) {
        Float4& depth = map.depth[ShadowMap::index(tiles[i].x + x, tiles[i].y + y)];
        depth = max(depth, tiles[i].inverse_depth[Tile::index(x, y)]);
      }
  find_nearest_around(map);
  return map;
}

/// Share of the samples around `p` that see no surface well above it; nearer pixels count more.
float lit_share(const ShadowMap& map, const Vec3& p) {
  const int column = static_cast<int>(p.x), row = static_cast<int>(p.y);
  const float depth = 1 + (p.z + kDepthLift) * kDepthUnit;
  if (map.nearest_around[ShadowMap::index(column, row)] <= depth) return 1.0f;
  const auto weight_at = [](int pixel, float at) {
    const float away = (static_cast<float>(pixel) + 0.5f - at) / (kReach + 0.5f);
    return std::max(1 - away * away, 0.0f);
  };
  const Around columns = around(column), rows = around(row);
  std::array<float, 2 * kReach + 1> across{};
  for (int x = columns.first; x <= columns.last; ++x)
    across[static_cast<std::size_t>(x - columns.first)] = weight_at(x, p.x);
  Float4 shadowed{};
  float total = 0;
  for (int y = rows.first; y <= rows.last; ++y) {
    const float down = weight_at(y, p.y);
    for (int x = columns.first; x <= columns.last; ++x) {
      const float weight = across[static_cast<std::size_t>(x - columns.first)] * down;
      const Float4 above = map.depth[ShadowMap::index(x, y)] - depth;
      shadowed += clamp01(above * (kMapSide / kFade)) * weight;
      total += weight * kLanes;
    }
  }
  const float sum = (shadowed[0] + shadowed[1]) + (shadowed[2] + shadowed[3]);
  return total > 0 ? 1 - sum / total : 1.0f;
}

}  // namespace

std::vector<float> key_visibility(const rig::Mesh& mesh, const ViewFrame& frame, const KeyLamp& lamp,
                                  unsigned threads) {
  // Light under the skin reaches past the terminator: shadows fade in as the surface turns to the lamp.
  constexpr float kTurnedAway = -0.25f, kTurnedTo = 0.15f;
  std::vector<float> lit(mesh.positions.size(), 1.0f);
  const MapPlacement placement(mesh.positions, lamp_frame(frame, lamp.direction), lamp.head);
  if (!placement.is_usable()) return lit;
  const ShadowMap map = draw_map(mesh, placement, threads);
  parallel_for((lit.size() + kChunk - 1) / kChunk, threads, [&](std::size_t chunk) {
    const std::size_t end = std::min(lit.size(), (chunk + 1) * kChunk);
    for (std::size_t i = chunk * kChunk; i < end; ++i) {
      const Vec3 normal = placement.turned(mesh.normals[i]);
      if (!(normal.z > kTurnedAway)) continue;
      const Vec3 lifted = placement(mesh.positions[i]) + normal * kNormalLift;
      if (!(lifted.x >= 0 && lifted.x < kMapSide && lifted.y >= 0 && lifted.y < kMapSide)) continue;
      const float facing = std::min((normal.z - kTurnedAway) / (kTurnedTo - kTurnedAway), 1.0f);
      // Enamel lets light through: the lip's shadow on it is faint.
      const float opaque = mesh.materials[i] == rig::Material::kTooth ? 0.45f : 1.0f;
      lit[i] = 1 - opaque * facing * (1 - lit_share(map, lifted));
    }
  });
  return lit;
}

}  // namespace emo3d::render
