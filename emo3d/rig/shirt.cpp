#include <cmath>
#include <iterator>
#include <numbers>

#include "emo3d/rig/head_part.h"
#include "emo3d/rig/ring_triangles.h"

namespace emo3d::rig {
namespace {

constexpr float kRadians = std::numbers::pi_v<float> / 180;
constexpr std::uint32_t kColumns = 120;
constexpr Vec3 kHeart = {0, -22, -5};  ///< From here rays reach all of the shoulders.
constexpr float kHemY = -27.8f;        ///< Just above the lower end of the skin.
constexpr float kFloorY = -28.4f;      ///< Below it: the cloth closes the bust.

/// The rib of the collar, then the cloth: way along the skin from the neckline (0) to the hem (1), and how far it lies
/// off the skin.
struct Row {
  float along, lift_cm;
};
constexpr Row kRows[] = {{0, -0.30f},     {0.002f, 0.26f}, {0.018f, 0.36f}, {0.045f, 0.36f}, {0.066f, 0.30f},
                         {0.075f, 0.20f}, {0.09f, 0.17f},  {0.15f, 0.22f},  {0.24f, 0.30f},  {0.35f, 0.36f},
                         {0.46f, 0.40f},  {0.56f, 0.40f},  {0.65f, 0.40f},  {0.75f, 0.40f},  {1, 0.40f}};
/// Of the floor: distance from its middle as a share of the hem's.
constexpr float kFloorRows[] = {0.98f, 0};
constexpr std::size_t kLastRibRow = 5;

/// Elevation of the neckline over the azimuth from the front: lower at the throat than at the nape.
float neckline_deg(float azimuth) {
  const float ahead = std::cos(azimuth * kRadians);
  return 45.0f + (ahead > 0 ? -3.0f : 1.0f) * ahead * ahead;
}

}  // namespace

HeadPart build_shirt(const RayCaster& bust, const Vec3& colour) {
  constexpr float kReach = 60;
  HeadPart shirt{.kind = PartKind::kShirt, .material = Material::kCloth};
  const auto azimuth_of = [](std::uint32_t column) { return -180 + 360 * static_cast<float>(column) / kColumns; };
  const auto level = [](float azimuth) { return Vec3{std::sin(azimuth * kRadians), 0, std::cos(azimuth * kRadians)}; };
  const auto distance = [&](const Vec3& from, const Vec3& direction) {
    const auto hit = bust.nearest({from, direction, kReach});
    return hit ? hit->distance : 0;
  };
  const auto hem_deg = [&](float azimuth) {
    const float drop = kHemY - kHeart.y;
    return std::atan2(drop, distance(kHeart + Vec3{0, drop, 0}, level(azimuth))) / kRadians;
  };
  for (std::size_t row = 0; row < std::size(kRows); ++row)
    for (std::uint32_t column = 0; column < kColumns; ++column) {
      const float azimuth = azimuth_of(column);
      const float neckline = neckline_deg(azimuth);
      const float elevation = (neckline + (hem_deg(azimuth) - neckline) * kRows[row].along) * kRadians;
      const Vec3 direction = level(azimuth) * std::cos(elevation) + Vec3{0, std::sin(elevation), 0};
      shirt.positions.push_back(kHeart + direction * (distance(kHeart, direction) + kRows[row].lift_cm));
      shirt.colours.push_back(colour * (row <= kLastRibRow ? 0.88f : 1.0f));
    }
  const std::size_t hem = shirt.positions.size() - kColumns;
  for (const float share : kFloorRows)
    for (std::uint32_t column = 0; column < kColumns; ++column) {
      const Vec3& p = shirt.positions[hem + column];
      shirt.positions.push_back({p.x * share, kFloorY, kHeart.z + (p.z - kHeart.z) * share});
      shirt.colours.push_back(colour);
    }
  const std::uint32_t rows = std::size(kRows) + std::size(kFloorRows);
  shirt.triangles = ring_triangles({.rows = rows, .columns = kColumns});
  return shirt;
}

}  // namespace emo3d::rig
