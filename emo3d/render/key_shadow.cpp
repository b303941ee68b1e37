#include "emo3d/render/key_shadow.h"

#include <algorithm>
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

/// What the lamp sees: for each sample the depth of the nearest surface, 0 where there is none.
struct ShadowMap {
  std::vector<Float4> depth = std::vector<Float4>(std::size_t{kMapSide} * kMapSide);
};

/// The triangles that cast shadows out of a head: eyes and teeth lie inside, the backs of closed surfaces hide behind
/// their fronts; hair may be single sheets. What may be seen through casts none.
std::vector<rig::Triangle> casting_triangles(const rig::Mesh& mesh, const MapPlacement& placement) {
  constexpr float kFacing = -0.1f;
  std::vector<rig::Triangle> casting;
  casting.reserve(mesh.triangles.size());
  for (const rig::Triangle& t : mesh.triangles) {
    const rig::Material material = mesh.materials[t[0]];
    if (mesh.surfaces && mesh.surfaces->list[mesh.surfaces->of_vertex[t[0]]].alpha_mode != rig::AlphaMode::kOpaque)
      continue;
    if (material == rig::Material::kEye || material == rig::Material::kTooth) continue;
    if (material == rig::Material::kHair || placement.turned(mesh.normals[t[0]]).z > kFacing) casting.push_back(t);
  }
  return casting;
}

ShadowMap draw_map(const rig::Mesh& mesh, const MapPlacement& placement, unsigned threads) {
  std::vector<ScreenVertex> screen(mesh.positions.size());
  parallel_for((screen.size() + kChunk - 1) / kChunk, threads, [&](std::size_t chunk) {
    const std::size_t end = std::min(screen.size(), (chunk + 1) * kChunk);
    for (std::size_t i = chunk * kChunk; i < end; ++i) {
      const Vec3 p = placement(mesh.positions[i]);
      if (!(p.x >= 0 && p.x <= kMapSide && p.y >= 0 && p.y <= kMapSide)) continue;  // not finite
      screen[i] = {static_cast<std::int32_t>(p.x * kSubpixels), static_cast<std::int32_t>(p.y * kSubpixels),
                   1 + p.z * kDepthUnit};
    }
  });
  const std::vector<rig::Triangle> casting = casting_triangles(mesh, placement);
  const TriangleBins bins(casting, screen, kMapSide, kMapSide, threads);
  ShadowMap map;
  const auto across = static_cast<std::size_t>(bins.tiles_across());
  parallel_for(across * static_cast<std::size_t>(bins.tiles_down()), threads, [&](std::size_t i) {
    const int tile_x = static_cast<int>(i % across), tile_y = static_cast<int>(i / across);
    Tile tile;
    tile.clear(tile_x * kTileSize, tile_y * kTileSize);
    bins.for_each_in_tile(tile_x, tile_y, [&](std::uint32_t index) {
      tile.draw(bins.triangle(index), static_cast<std::int32_t>(index));
    });
    for (int y = 0; y < kTileSize; ++y)
      std::copy_n(&tile.inverse_depth[Tile::index(0, y)], kTileSize,
                  &map.depth[static_cast<std::size_t>(tile.y + y) * kMapSide + static_cast<std::size_t>(tile.x)]);
  });
  return map;
}
static_assert(kMapSide % kTileSize == 0);

/// Share of the samples around `p` that see no surface well above it; nearer pixels count more.
float lit_share(const ShadowMap& map, const Vec3& p) {
  const int column = static_cast<int>(p.x), row = static_cast<int>(p.y);
  const float depth = 1 + (p.z + kDepthLift) * kDepthUnit;
  Float4 shadowed{};
  float total = 0;
  for (int y = std::max(row - kReach, 0); y <= std::min(row + kReach, kMapSide - 1); ++y)
    for (int x = std::max(column - kReach, 0); x <= std::min(column + kReach, kMapSide - 1); ++x) {
      const float dx = (static_cast<float>(x) + 0.5f - p.x) / (kReach + 0.5f);
      const float dy = (static_cast<float>(y) + 0.5f - p.y) / (kReach + 0.5f);
      const float weight = std::max(1 - dx * dx, 0.0f) * std::max(1 - dy * dy, 0.0f);
      const Float4 above = map.depth[static_cast<std::size_t>(y) * kMapSide + static_cast<std::size_t>(x)] - depth;
      shadowed += clamp01(above * (kMapSide / kFade)) * weight;
      total += weight * kLanes;
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
