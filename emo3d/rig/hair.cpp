#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "emo3d/rig/head_part.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

constexpr float kRadians = std::numbers::pi_v<float> / 180;
constexpr std::uint32_t kColumns = 192;
constexpr std::uint32_t kRows = 36;
constexpr Vec3 kCrown = {0, 4, -4};  ///< Centre of the cranium, from which the hair is laid out.
constexpr Vec3 kHairColour = {0.20f, 0.135f, 0.10f};

/// Elevation of the hairline over the azimuth from the front (0) past the ear to the back (180), in degrees.
struct HairlinePoint {
  float azimuth, elevation;
};
constexpr HairlinePoint kHairline[] = {{0, 27.5f}, {18, 27},   {38, 24.5f}, {52, 20},  {62, 7},
                                       {72, -12},  {80, -20},  {88, -8},    {97, -3},  {106, -4},
                                       {116, -18}, {128, -30}, {150, -41},  {180, -44}};

float hairline(float azimuth) {
  const float a = std::abs(azimuth);
  const auto* to = std::ranges::lower_bound(kHairline, a, {}, &HairlinePoint::azimuth);
  if (to == std::begin(kHairline)) return to->elevation;
  if (to == std::end(kHairline)) return std::prev(to)->elevation;
  const HairlinePoint from = *std::prev(to);
  const float t = (a - from.azimuth) / (to->azimuth - from.azimuth);
  const float uneven = 0.9f * std::sin(azimuth * kRadians * 9 + 0.6f) + 0.5f * std::sin(azimuth * kRadians * 23 + 1);
  const float trimmed = 1 - 0.8f * smoothstep(95, 130, a);  // the nape is cut straight
  return from.elevation + t * (to->elevation - from.elevation) + uneven * trimmed;
}

/// Height of the strands above their bed, about -0.85 to 0.85; `s` runs from the crown (0) to the hairline (1).
float strand(float azimuth, float s) {
  const float swept = (azimuth + std::pow(1 - s, 1.5f) * 45) * kRadians;
  // At most a quarter as many cycles as there are columns, or they alias.
  const float wave = 0.45f * std::sin(swept * 23 + 1.4f * std::sin(swept * 3)) +
                     0.40f * std::sin(swept * 41 + 1.3f + 1.1f * std::sin(swept * 5));
  return wave * std::min(1.0f, s * 3.2f);
}

/// Thickness of the hair; it tapers to below the skin at the hairline.
float thickness(float azimuth, float elevation_sine, float s) {
  const float quiff = (azimuth - 14) / 34;
  return 0.50f * (1 - smoothstep(0.72f, 1, s)) + 0.25f * smoothstep(0, 1, elevation_sine) +
         0.30f * std::exp(-quiff * quiff) * smoothstep(0.35f, 0.75f, s) * (1 - smoothstep(0.80f, 1, s)) -
         0.10f * smoothstep(0.97f, 1, s);
}

}  // namespace

HeadPart build_hair(const RayCaster& skull) {
  constexpr float kOutside = 30;
  constexpr float kFallback = 9;  // where the skull has a hole
  HeadPart hair{.kind = PartKind::kHair, .material = Material::kHair};
  for (std::uint32_t row = 0; row < kRows; ++row) {
    const float s = static_cast<float>(row) / (kRows - 1);
    for (std::uint32_t column = 0; column < kColumns; ++column) {
      const float azimuth = -180 + 360 * static_cast<float>(column) / kColumns;
      const float elevation = (90 - (90 - hairline(azimuth)) * s) * kRadians;
      const Vec3 direction = {std::sin(azimuth * kRadians) * std::cos(elevation), std::sin(elevation),
                              std::cos(azimuth * kRadians) * std::cos(elevation)};
      // From outside inwards: what counts is the outermost surface.
      const auto hit = skull.nearest({kCrown + direction * kOutside, direction * -1.0f, kOutside});
      const float radius = hit ? kOutside - hit->distance : kFallback;
      const float lift = strand(azimuth, s);
      const float height =
          thickness(azimuth, direction.y, s) + 0.055f * lift * (1 - 0.2f * s) * (1 - 0.8f * smoothstep(0.85f, 1, s));
      hair.positions.push_back(kCrown + direction * (radius + height));
      hair.colours.push_back(kHairColour * ((1 + 0.30f * lift) * (1 - 0.25f * smoothstep(0.9f, 1, s))));
    }
  }
  for (std::uint32_t row = 0; row + 1 < kRows; ++row)
    for (std::uint32_t column = 0; column < kColumns; ++column) {
      const std::uint32_t a = row * kColumns + column;
      const std::uint32_t b = row * kColumns + (column + 1) % kColumns;
      hair.triangles.push_back({a, a + kColumns, b});
      hair.triangles.push_back({b, a + kColumns, b + kColumns});
    }
  return hair;
}

}  // namespace emo3d::rig
