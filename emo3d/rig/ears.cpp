#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "emo3d/rig/head_part.h"
#include "emo3d/rig/ring_triangles.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr std::uint32_t kRings = 23;     ///< Of the front, from the concha to the rim.
constexpr std::uint32_t kBackRings = 4;  ///< From the rim to the head, behind.
constexpr std::uint32_t kAround = 54;
constexpr float kPlaceY = 1.15f;
constexpr float kPlaceZ = -3.15f;
constexpr float kTilt_deg = -14;  ///< The top leans back.
constexpr Vec3 kRimTint = {1.0f, 0.88f, 0.85f};
constexpr Vec3 kHollowTint = {0.70f, 0.52f, 0.48f};

/// A point of the auricle's own plane, in centimetres.
struct PlanePoint {
  float back = 0, up = 0;
};

/// Distance of the outline from the middle of the auricle, every 20 degrees from the back (0) over the top.
constexpr std::array<float, 18> kOutline = {1.72f, 1.94f, 2.32f, 2.74f, 3.00f, 2.94f, 2.44f, 1.74f, 1.25f,
                                            1.08f, 1.10f, 1.30f, 1.88f, 2.44f, 2.62f, 2.52f, 2.14f, 1.80f};

/// The outline as a closed Catmull-Rom curve.
float outline(float angle_deg) {
  const float scaled = angle_deg * kOutline.size() / 360;
  const auto span = static_cast<std::size_t>(scaled);
  const float u = scaled - static_cast<float>(span);
  const auto p = [&](std::size_t i) { return kOutline[(span + i + kOutline.size() - 1) % kOutline.size()]; };
  const float c1 = (p(2) - p(0)) * 0.5f;
  const float c2 = p(0) - 2.5f * p(1) + 2 * p(2) - 0.5f * p(3);
  const float c3 = (p(3) - p(0)) * 0.5f + (p(1) - p(2)) * 1.5f;
  return p(1) + (c1 + (c2 + c3 * u) * u) * u;
}

float bell(float x, float width) { return std::exp(-(x / width) * (x / width)); }

/// A ridge that follows a line of points.
template <std::size_t kCount>
float ridge(PlanePoint p, const std::array<PlanePoint, kCount>& line, float width) {
  float nearest = 100;
  for (std::size_t i = 0; i + 1 < kCount; ++i) {
    const float back = line[i + 1].back - line[i].back;
    const float up = line[i + 1].up - line[i].up;
    const float t =
        std::clamp(((p.back - line[i].back) * back + (p.up - line[i].up) * up) / (back * back + up * up), 0.0f, 1.0f);
    nearest = std::min(nearest, std::hypot(p.back - line[i].back - t * back, p.up - line[i].up - t * up));
  }
  return bell(nearest, width);
}

constexpr std::array<PlanePoint, 6> kAntihelix = {
    {{-0.10f, -1.30f}, {0.42f, -1.12f}, {0.78f, -0.60f}, {0.86f, 0.05f}, {0.68f, 0.72f}, {0.36f, 1.15f}}};
constexpr std::array<PlanePoint, 3> kUpperFork = {{{0.62f, 0.82f}, {0.42f, 1.45f}, {0.36f, 2.10f}}};
constexpr std::array<PlanePoint, 3> kLowerFork = {{{0.60f, 0.82f}, {0.02f, 1.22f}, {-0.50f, 1.38f}}};
constexpr std::array<PlanePoint, 3> kHelixRoot = {{{-0.95f, 0.85f}, {-0.62f, 0.42f}, {-0.15f, 0.18f}}};

struct Relief {
  float height = 0;  ///< Over the auricle's plane.
  float hollow = 0;  ///< How deep in the concha or a furrow, 0 to 1.
  float rim = 0;     ///< On the helix, 0 to 1.
};

/// The front of the auricle at a point of its plane; `r` runs from the middle (0) to the rim (1), `angle` around it.
Relief relief(PlanePoint p, float r, float angle_deg) {
  // Along the helix: from the front of the rim over the top and down to the lobe.
  const float has_helix =
      angle_deg < 180 ? 1 - 0.7f * smoothstep(125, 160, angle_deg) : smoothstep(295, 335, angle_deg);
  const float helix = bell(r - 0.90f, 0.095f) * has_helix;
  const float furrow = bell(r - 0.735f, 0.085f) * has_helix;
  const float fork_shallow = 0.75f;
  const float antihelix = std::max({ridge(p, kAntihelix, 0.25f), fork_shallow * ridge(p, kUpperFork, 0.25f),
                                    fork_shallow * ridge(p, kLowerFork, 0.19f)});
  const float concha = bell(std::hypot((p.back - 0.02f) / 0.78f, (p.up + 0.30f) / 1.08f), 0.88f);
  const float canal = bell(std::hypot(p.back + 0.42f, (p.up + 0.32f) / 1.2f), 0.34f);
  const float root = ridge(p, kHelixRoot, 0.19f);
  const float tragus = bell(std::hypot((p.back + 0.84f) / 0.30f, (p.up + 0.42f) / 0.52f), 1);
  const float antitragus = bell(std::hypot((p.back + 0.12f) / 0.38f, (p.up + 1.30f) / 0.26f), 1);
  const float notch = bell(std::hypot((p.back + 0.52f) / 0.24f, (p.up + 1.02f) / 0.26f), 1);
  const float lobe = bell(std::hypot(p.back / 0.9f, (p.up + 2.2f) / 0.75f), 1);
  Relief result;
  result.hollow = std::clamp(
      0.85f * concha * (1 - antihelix) * (1 - 0.6f * root) + 0.5f * canal + 0.25f * furrow + 0.3f * notch - tragus,
      0.0f, 1.0f);
  result.rim = helix;
  result.height = 0.34f * helix - 0.10f * furrow + 0.36f * antihelix - 0.62f * concha * (1 - 0.7f * antihelix) -
                  0.30f * canal + 0.20f * root + 0.46f * tragus + 0.16f * antitragus - 0.16f * notch + 0.14f * lobe;
  return result;
}

}  // namespace

HeadPart build_ear(const RayCaster& head, const EarShape& shape, const Complexion& complexion, int side) {
  constexpr float kOutside = 30;
  constexpr float kFloor = 0.05f;      // hollows end this far above the head
  constexpr float kHinge = -0.85f;     // in front of this line the auricle lies on the head
  constexpr float kLobeRound = 0.20f;  // the lobe's rim bends in to the head by this
  const Vec3& skin = complexion.skin;
  HeadPart ear{.kind = PartKind::kEar, .material = Material::kSkin};
  const float sign = side == kRight ? -1.0f : 1.0f;
  const float c = std::cos(kTilt_deg * kPi / 180);
  const float s = std::sin(kTilt_deg * kPi / 180);
  const auto place = [&](PlanePoint p) {
    return Vec3{0, kPlaceY + p.up * c - p.back * s, kPlaceZ - p.back * c + p.up * s};
  };
  // The head beside the auricle, measured on the subject's left: both ears are mirror images.
  const auto head_x = [&](PlanePoint p, float fallback) {
    const Vec3 at = place(p);
    const auto hit = head.nearest({{kOutside, at.y, at.z}, {-1, 0, 0}, kOutside});
    return hit ? kOutside - hit->distance : fallback;
  };
  const float middle_x = head_x({}, 7.6f);
  for (std::uint32_t ring = 0; ring <= kRings + kBackRings; ++ring) {
    const bool behind = ring > kRings;
    const float r = behind ? 1 : std::pow(static_cast<float>(ring) / kRings, 0.85f);
    const float behind_share = behind ? static_cast<float>(ring - kRings) / kBackRings : 0;
    for (std::uint32_t j = 0; j < kAround; ++j) {
      const float angle_deg = 360 * static_cast<float>(j) / kAround;
      const float radius = outline(angle_deg) * shape.size * r;
      const float angle = angle_deg * kPi / 180;
      PlanePoint p{radius * std::cos(angle), radius * std::sin(angle)};
      // Attached where the outline runs along the cheek.
      const float attached = smoothstep(128, 158, angle_deg) * (1 - smoothstep(232, 282, angle_deg));
      const PlanePoint unscaled{p.back / shape.size, p.up / shape.size};
      const Relief front = relief(unscaled, r, angle_deg);
      const float lean = std::max(0.0f, unscaled.back - kHinge);
      const float lobe = smoothstep(-0.8f, -2.7f, unscaled.up);
      const float stand = shape.stick_out * (0.50f * lean - 0.035f * lean * lean) * (1 - 0.75f * lobe);
      const float base = middle_x + 0.95f * lobe * (std::min(middle_x, head_x(p, middle_x)) - middle_x);
      float x = base + shape.size * (0.10f + stand + front.height);
      x -= kLobeRound * shape.size * lobe * smoothstep(0.72f, 1, r);
      if (!behind) x = std::max(x, head_x(p, middle_x) + kFloor);
      if (behind) {
        // The back: around the rim, then in to the head.
        const float in = 1 - 0.58f * behind_share * behind_share;
        p = {p.back * in + 0.02f, p.up * in};
        const float thick = shape.size * (0.16f + 0.10f * std::sqrt(behind_share));
        x = mix(Vec3{x - thick, 0, 0}, Vec3{head_x(p, middle_x) - 0.35f, 0, 0}, behind_share * behind_share).x;
      }
      const float sunk = attached * smoothstep(0.70f, 1, r);
      x = x * (1 - sunk) + (head_x(p, middle_x) - 0.14f - 0.2f * behind_share) * sunk;
      const Vec3 at = place(p);
      ear.positions.push_back({sign * x, at.y, at.z});
      Vec3 tint = mix(Vec3{1, 1, 1}, kRimTint, complexion.flush * (0.35f + 0.65f * front.rim) * (1 - sunk));
      tint = mix(tint, kHollowTint, behind ? 0.0f : front.hollow);
      ear.colours.push_back({skin.x * tint.x, skin.y * tint.y, skin.z * tint.z});
    }
  }
  ear.triangles = ring_triangles({.rows = kRings + kBackRings + 1, .columns = kAround, .flipped = side == kRight});
  return ear;
}

}  // namespace emo3d::rig
