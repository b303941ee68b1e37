#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "emo3d/rig/gaze.h"
#include "emo3d/rig/head_part.h"
#include "emo3d/rig/ring_triangles.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

constexpr float kRadians = std::numbers::pi_v<float> / 180;
constexpr std::uint32_t kSegments = 56;
/// Rings of vertices around the direction of gaze, close where the colour changes.
constexpr float kRings_deg[] = {4,  8,  9,     10,    11.2f, 13, 15, 17, 19, 21, 22.6f,
                                24, 25, 26.2f, 27.6f, 30,    34, 39, 46, 55, 68, 90};
constexpr float kPupil_deg = 9.4f;
constexpr float kIris_deg = 26;
/// Both eyes look at a face-to-face neighbour rather than past them.
constexpr float kVergence_deg = 2;
/// The cornea stands out over the iris; below the lids' clearance.
constexpr float kCornea_cm = 0.045f;

constexpr Vec3 kPupil = {0.015f, 0.012f, 0.012f};
constexpr Vec3 kSclera = {0.88f, 0.855f, 0.83f};
constexpr Vec3 kScleraInCorner = {0.82f, 0.66f, 0.62f};
constexpr Vec3 kScleraBehindLids = {0.74f, 0.50f, 0.46f};

/// Brightness of the iris: fibres that fan out, a paler frill around the pupil, a dark edge, light that the cornea
/// gathers on the side away from the sky. `t`: 0 at the pupil, 1 at the sclera.
float iris_shade(float t, float around) {
  const float wander = 0.7f * std::sin(3 * around + 4 * t);
  const float fibres = 0.10f * std::sin(21 * around + wander) + 0.09f * std::sin(13 * around + 2 - wander) +
                       0.07f * std::sin(29 * around + 5 * t);
  const float frill = 0.22f * std::exp(-(t - 0.3f) * (t - 0.3f) / 0.02f) * (1 + 0.5f * std::sin(17 * around + 1));
  const float edge = 1 - 0.72f * smoothstep(0.70f, 1.0f, t);
  const float gathered = 1 - 0.24f * std::sin(around);
  return (0.70f + 0.30f * smoothstep(0, 0.3f, t) + fibres * smoothstep(0, 0.25f, t) + frill) * edge * gathered;
}

Vec3 eye_colour(float polar_deg, float around, const Complexion& complexion) {
  const float t = std::clamp((polar_deg - kPupil_deg) / (kIris_deg - kPupil_deg), 0.0f, 1.0f);
  const float shade = iris_shade(t, around);
  const Vec3 iris = mix(kPupil, complexion.iris * shade, smoothstep(kPupil_deg - 0.6f, kPupil_deg + 0.8f, polar_deg));
  const float sideways = std::abs(std::cos(around)) * smoothstep(30, 60, polar_deg);
  constexpr float kWithSkin = 0.22f;  // sclera carries a little of the skin's pigment
  const Vec3 white =
      beside(complexion,
             mix(mix(kSclera, kScleraInCorner, 0.75f * sideways), kScleraBehindLids, smoothstep(50, 95, polar_deg)),
             kWithSkin);
  return mix(iris, white, smoothstep(kIris_deg - 1.6f, kIris_deg + 2.2f, polar_deg));
}

/// A point of the eyeball relative to its centre, which looks along +Z.
Vec3 eye_point(float radius, float polar_deg, float around) {
  const float polar = polar_deg * kRadians;
  const float over_iris = std::max(0.0f, 1 - (polar_deg / kIris_deg) * (polar_deg / kIris_deg));
  return Vec3{std::sin(polar) * std::cos(around), std::sin(polar) * std::sin(around), std::cos(polar)} *
         (radius + kCornea_cm * over_iris * over_iris);
}

constexpr float kRimShare = 0.7f;  ///< Of the way that the rim darkens with the skin.
constexpr Vec3 kRimFront = {0.74f, 0.46f, 0.42f};
constexpr Vec3 kRimMiddle = {0.72f, 0.44f, 0.40f};
constexpr Vec3 kRimBack = {0.60f, 0.33f, 0.30f};

}  // namespace

HeadPart build_eyeball(const Cage& cage, const Complexion& complexion, int side) {
  HeadPart eye{.kind = side == kRight ? PartKind::kRightEye : PartKind::kLeftEye, .material = Material::kEye};
  const Vec3 centre = eye_centre(cage, side);
  const GazeRotation turned({.yaw_deg = side == kRight ? kVergence_deg : -kVergence_deg});
  const auto add = [&](float polar_deg, float around) {
    eye.positions.push_back(centre + turned(eye_point(cage.eye_radius, polar_deg, around)));
    eye.colours.push_back(eye_colour(polar_deg, around, complexion));
  };
  add(0, 0);
  for (const float polar_deg : kRings_deg)
    for (std::uint32_t s = 0; s < kSegments; ++s) add(polar_deg, 360 * kRadians * static_cast<float>(s) / kSegments);
  for (std::uint32_t s = 0; s < kSegments; ++s) eye.triangles.push_back({0, 1 + s, 1 + (s + 1) % kSegments});
  const auto bands = ring_triangles({.rows = std::size(kRings_deg), .columns = kSegments, .first = 1});
  eye.triangles.insert(eye.triangles.end(), bands.begin(), bands.end());
  return eye;
}

HeadPart build_lid_rim(const Cage& cage, const Skin& skin, const Complexion& complexion, int side) {
  const std::vector<std::uint32_t>& margin = skin.lid_margins[side];
  const auto count = static_cast<std::uint32_t>(margin.size());
  const Vec3 eye = eye_centre(cage, side);
  Vec3 middle;
  for (const std::uint32_t v : margin) middle += skin.positions[v];
  middle = middle * (1 / static_cast<float>(count));

  HeadPart rim{.kind = PartKind::kLidRim, .material = Material::kWet};
  std::array<std::vector<Vec3>, 3> rings;
  for (const std::uint32_t v : margin) {
    const Vec3 from_eye = skin.positions[v] - eye;
    const float r = length(from_eye);
    const Vec3 direction = from_eye * (1 / r);
    Vec3 outward = skin.positions[v] - middle;
    outward.z = 0;
    rings[0].push_back(skin.positions[v]);
    // Onto the eyeball, but always some way back from the margin; then into the eyeball, out of sight.
    rings[1].push_back(eye + direction * std::min(r - 0.03f, std::max(cage.eye_radius + 0.02f, r - 0.14f)));
    rings[2].push_back(eye + direction * (cage.eye_radius - 0.10f) + unit(outward) * 0.10f);
    rim.colours.push_back(mix(skin.colours[v], beside(complexion, kRimFront, kRimShare), 0.5f));
  }
  rim.colours.insert(rim.colours.end(), count, beside(complexion, kRimMiddle, kRimShare));
  rim.colours.insert(rim.colours.end(), count, beside(complexion, kRimBack, kRimShare));
  for (const auto& ring : rings) {
    rim.positions.insert(rim.positions.end(), ring.begin(), ring.end());
    for (const std::uint32_t v : margin) {
      rim.skin_rows.add(v, 1);
      rim.skin_rows.end_row();
    }
  }
  for (std::uint32_t ring = 0; ring < 2; ++ring)
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t a = ring * count + i;
      const std::uint32_t b = ring * count + (i + 1) % count;
      rim.triangles.push_back({b, a, a + count});
      rim.triangles.push_back({b, a + count, b + count});
    }
  return rim;
}

}  // namespace emo3d::rig
