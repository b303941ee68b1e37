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
constexpr float kHem_deg = -22;        ///< Elevation of the lower end, seen from there.

/// The rib of the collar, then the cloth: way along the skin from the neckline (0) to the hem (1), and how far it lies
/// off the skin.
struct Row {
  float along, lift_cm;
};
constexpr Row kRows[] = {{0, -0.30f},     {0.002f, 0.26f}, {0.018f, 0.36f}, {0.045f, 0.36f}, {0.066f, 0.30f},
                         {0.075f, 0.20f}, {0.09f, 0.17f},  {0.13f, 0.20f},  {0.18f, 0.24f},  {0.24f, 0.28f},
                         {0.31f, 0.30f},  {0.39f, 0.30f},  {0.48f, 0.30f},  {0.58f, 0.30f},  {0.69f, 0.30f},
                         {0.84f, 0.30f},  {1, 0.30f}};
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
  for (std::size_t row = 0; row < std::size(kRows); ++row)
    for (std::uint32_t column = 0; column < kColumns; ++column) {
      const float azimuth = -180 + 360 * static_cast<float>(column) / kColumns;
      const float neckline = neckline_deg(azimuth);
      const float elevation = (neckline + (kHem_deg - neckline) * kRows[row].along) * kRadians;
      const Vec3 direction = {std::sin(azimuth * kRadians) * std::cos(elevation), std::sin(elevation),
                              std::cos(azimuth * kRadians) * std::cos(elevation)};
      const auto hit = bust.nearest({kHeart, direction, kReach});
      const float radius = hit ? hit->distance : 0;
      shirt.positions.push_back(kHeart + direction * (radius + kRows[row].lift_cm));
      shirt.colours.push_back(colour * (row <= kLastRibRow ? 0.88f : 1.0f));
    }
  shirt.triangles = ring_triangles({.rows = std::size(kRows), .columns = kColumns});
  return shirt;
}

}  // namespace emo3d::rig
