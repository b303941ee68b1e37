#include <algorithm>
#include <cmath>
#include <numbers>

#include "emo3d/rig/head_part.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr std::uint32_t kRings = 9;
constexpr std::uint32_t kBackRings = 1;
constexpr std::uint32_t kAround = 30;
constexpr Vec3 kPlace = {7.70f, 1.25f, -3.15f};
constexpr float kTilt_deg = -12;  ///< The top leans back.
constexpr Vec3 kEarTint = {1.0f, 0.90f, 0.88f};

float bell(float x, float width) { return std::exp(-(x / width) * (x / width)); }

/// A point of the auricle in its own plane: `back` and `up` in it, `height` out of it.
struct EarPoint {
  float back = 0, up = 0, height = 0;
  float hollow = 0;  ///< How deep it lies in the concha, 0 to about 0.65.
};

EarPoint ear_point(std::uint32_t ring, float angle) {
  const float r = std::min(static_cast<float>(ring) / kRings, 1.0f);
  const float c = std::cos(angle);
  const float s = std::sin(angle);
  EarPoint p;
  p.back = 1.62f * (1 + 0.16f * s) * (c > 0 ? 1 : 0.62f) * r * c;
  p.up = 3.05f * (1 - 0.05f * c) * r * s;
  const float lobe = smoothstep(-0.45f, -0.95f, s * r);
  const float helix = bell(r - 0.87f, 0.13f) * (1 - 0.8f * lobe) * (c > -0.5f ? 1 : 0.5f);
  const float antihelix = 0.55f * bell(r - 0.56f, 0.12f) * (c > -0.2f ? 1 : 0.1f) * (1 - lobe);
  p.hollow = 0.65f * bell(p.back + 0.25f, 0.62f) * bell(p.up + 0.35f, 0.95f);
  const float tragus = 0.45f * bell(p.back + 0.95f, 0.28f) * bell(p.up + 0.25f, 0.45f);
  p.height = 0.42f * helix + 0.34f * antihelix - 0.8f * p.hollow + tragus + 0.12f * (1 - r);
  if (ring > kRings) {  // the back of the rim
    p.height = -0.25f;
    p.back *= 0.93f;
    p.up *= 0.95f;
  }
  p.height += 0.55f * std::max(0.0f, p.back / 1.62f);  // the rear edge stands off
  return p;
}

}  // namespace

HeadPart build_ear(const Complexion& complexion, int side) {
  HeadPart ear{.kind = PartKind::kEar, .material = Material::kSkin};
  const float sign = side == kRight ? -1.0f : 1.0f;
  const float c = std::cos(kTilt_deg * kPi / 180);
  const float s = std::sin(kTilt_deg * kPi / 180);
  for (std::uint32_t ring = 0; ring <= kRings + kBackRings; ++ring)
    for (std::uint32_t j = 0; j < kAround; ++j) {
      const EarPoint p = ear_point(ring, 2 * kPi * static_cast<float>(j) / kAround);
      ear.positions.push_back(
          {sign * (kPlace.x + p.height), kPlace.y + p.up * c - p.back * s, kPlace.z - p.back * c + p.up * s});
      const Vec3 tint = mix({1, 1, 1}, kEarTint, complexion.flush) * (1 - 0.25f * std::max(0.0f, p.hollow - 0.2f));
      ear.colours.push_back({complexion.skin.x * tint.x, complexion.skin.y * tint.y, complexion.skin.z * tint.z});
    }
  for (std::uint32_t ring = 0; ring < kRings + kBackRings; ++ring)
    for (std::uint32_t j = 0; j < kAround; ++j) {
      const std::uint32_t a = ring * kAround + j;
      const std::uint32_t b = ring * kAround + (j + 1) % kAround;
      for (Triangle t : {Triangle{a, a + kAround, b}, Triangle{b, a + kAround, b + kAround}}) {
        if (side == kRight) std::swap(t[1], t[2]);
        ear.triangles.push_back(t);
      }
    }
  return ear;
}

}  // namespace emo3d::rig
