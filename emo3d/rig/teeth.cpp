#include "emo3d/rig/teeth.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "emo3d/rig/ring_triangles.h"

namespace emo3d::rig {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr std::uint32_t kAround = 12;
constexpr std::uint32_t kAlong = 9;
constexpr std::uint32_t kGumColumns = 33;
constexpr std::uint32_t kGumAround = 8;
constexpr Vec3 kEnamel = {0.93f, 0.90f, 0.83f};
constexpr Vec3 kGumColour = {0.74f, 0.38f, 0.38f};

/// |x|^exponent with the sign of x: the building block of super-ellipsoids.
float signed_power(float x, float exponent) { return std::copysign(std::pow(std::abs(x), exponent), x); }

/// A point of the arch, with directions along it (away from the middle) and out of the mouth.
struct ArchPoint {
  Vec3 at, along, out;
};

ArchPoint arch_at(const DentalArch& arch, float x) {
  const float slope = 2 * arch.curvature * x;
  return {{x, 0, arch.front_z - arch.curvature * x * x}, unit({1, 0, -slope}), unit({slope, 0, 1})};
}

/// The x at which the parabola has run `distance_cm` from its middle.
float arch_x(const DentalArch& arch, float distance_cm) {
  constexpr float kStep = 1.0f / 256;
  float x = 0;
  for (float run = 0; run < distance_cm;) {
    const float slope = 2 * arch.curvature * (x + kStep / 2);
    const float piece = kStep * std::sqrt(1 + slope * slope);
    x += kStep * std::min(1.0f, (distance_cm - run) / piece);
    run += piece;
  }
  return x;
}

/// A tooth of the subject's left (`side` +1) or right (-1); the first three have thin edges.
void add_tooth(HeadPart& teeth, const DentalArch& arch, std::size_t number, const ArchPoint& place, float side) {
  const float width = arch.widths[number];
  const float height = arch.heights[number];
  const float back = arch.back_cm * static_cast<float>(number < 3 ? 0 : number - 2);
  const auto first = static_cast<std::uint32_t>(teeth.positions.size());
  for (std::uint32_t v = 0; v < kAlong; ++v) {
    const float latitude = -kPi / 2 + kPi * static_cast<float>(v) / (kAlong - 1);
    const float cosine = std::max(0.0f, std::cos(latitude));
    const float rise = signed_power(std::sin(latitude), 0.6f) * height * 0.5f;
    const float to_root = rise / height * arch.up;
    for (std::uint32_t u = 0; u < kAround; ++u) {
      const float longitude = 2 * kPi * static_cast<float>(u) / kAround;
      float across = signed_power(cosine, 0.5f) * signed_power(std::cos(longitude), 0.6f) * width * 0.505f;
      float depth = signed_power(cosine, 0.55f) * signed_power(std::sin(longitude), 0.6f) * arch.depths[number] * 0.5f;
      across *= 1 - 0.16f * std::max(0.0f, to_root);
      if (number < 3) depth *= 1 + 0.35f * to_root;
      Vec3 p = place.at + place.along * across + place.out * depth;
      p.y = arch.edge_y + arch.up * (height * 0.5f + back) + rise;
      p.x *= side;
      teeth.positions.push_back(p);
      teeth.colours.push_back(kEnamel * (1 - 0.045f * static_cast<float>(number)));
    }
  }
  const auto bands = ring_triangles({.rows = kAlong, .columns = kAround, .first = first, .flipped = side < 0});
  teeth.triangles.insert(teeth.triangles.end(), bands.begin(), bands.end());
}

}  // namespace

HeadPart build_teeth(const DentalArch& arch) {
  HeadPart teeth{.kind = PartKind::kMouthInside, .material = Material::kTooth};
  float run = 0;
  for (std::size_t number = 0; number < kTeethPerSide; ++number) {
    const ArchPoint place = arch_at(arch, arch_x(arch, run + arch.widths[number] / 2));
    run += arch.widths[number];
    for (const float side : {-1.0f, 1.0f}) add_tooth(teeth, arch, number, place, side);
  }
  return teeth;
}

HeadPart build_gum(const DentalArch& arch) {
  constexpr float kHalfWidth = 2.75f;
  HeadPart gum{.kind = PartKind::kMouthInside, .material = Material::kWet};
  const float root_y = arch.edge_y + arch.up * (*std::ranges::max_element(arch.heights) + 0.12f);
  for (std::uint32_t column = 0; column < kGumColumns; ++column) {
    const float x = -kHalfWidth + 2 * kHalfWidth * static_cast<float>(column) / (kGumColumns - 1);
    const ArchPoint place = arch_at(arch, x);
    for (std::uint32_t j = 0; j < kGumAround; ++j) {
      const float angle = 2 * kPi * static_cast<float>(j) / kGumAround;
      Vec3 p = place.at + place.out * (0.34f * std::cos(angle));
      p.y = root_y + 0.42f * std::sin(angle);
      p.z -= 0.12f;
      gum.positions.push_back(p);
      gum.colours.push_back(kGumColour);
    }
  }
  gum.triangles = ring_triangles({.rows = kGumColumns, .columns = kGumAround});
  return gum;
}

}  // namespace emo3d::rig
