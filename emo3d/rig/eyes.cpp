#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "emo3d/rig/head_part.h"
#include "emo3d/rig/ring_triangles.h"

namespace emo3d::rig {
namespace {

struct EyeRing {
  float angle_deg;  ///< From the direction of gaze.
  Vec3 colour;
};

constexpr Vec3 kPupil = {0.015f, 0.012f, 0.012f};
constexpr Vec3 kSclera = {0.93f, 0.92f, 0.90f};
constexpr EyeRing kEyeRings[] = {
    {0, kPupil},
    {8, kPupil},
    {9.6f, kPupil},
    {11, {0.20f, 0.27f, 0.30f}},  // iris
    {15, {0.33f, 0.46f, 0.52f}},
    {19, {0.36f, 0.50f, 0.56f}},
    {23, {0.28f, 0.39f, 0.46f}},
    {25.6f, {0.10f, 0.15f, 0.18f}},  // its dark edge
    {27.2f, {0.13f, 0.17f, 0.19f}},
    {28.6f, {0.80f, 0.80f, 0.80f}},
    {33, kSclera},
    {42, kSclera},
    {55, kSclera},
    {70, {0.90f, 0.80f, 0.77f}},  // rosy where the lids cover it
    {90, {0.8f, 0.6f, 0.56f}},
    {115, {0.7f, 0.5f, 0.46f}},
};
constexpr std::size_t kFirstIrisRing = 3;
constexpr std::size_t kLastIrisRing = 6;
constexpr std::uint32_t kSegments = 48;

/// Fibres of the iris: brightness around the ring.
float iris_fibre(std::uint32_t segment, std::size_t ring) {
  const auto s = static_cast<float>(segment);
  const auto k = static_cast<float>(ring);
  return 1 + 0.16f * std::sin(s * 7.1f) * std::sin(s * 3.3f + k) + 0.10f * std::sin(s * 13.7f + 2 * k);
}

constexpr Vec3 kRimFront = {0.74f, 0.46f, 0.42f};
constexpr Vec3 kRimMiddle = {0.72f, 0.44f, 0.40f};
constexpr Vec3 kRimBack = {0.60f, 0.33f, 0.30f};

}  // namespace

HeadPart build_eyeball(const Cage& cage, int side) {
  HeadPart eye{.kind = side == kRight ? PartKind::kRightEye : PartKind::kLeftEye, .material = Material::kEye};
  const Vec3 centre = eye_centre(cage, side);
  eye.positions.push_back(centre + Vec3{0, 0, cage.eye_radius});
  eye.colours.push_back(kEyeRings[0].colour);
  for (std::size_t ring = 1; ring < std::size(kEyeRings); ++ring) {
    const float polar = kEyeRings[ring].angle_deg * std::numbers::pi_v<float> / 180;
    for (std::uint32_t s = 0; s < kSegments; ++s) {
      const float around = 2 * std::numbers::pi_v<float> * static_cast<float>(s) / kSegments;
      const Vec3 direction = {std::sin(polar) * std::cos(around), std::sin(polar) * std::sin(around), std::cos(polar)};
      eye.positions.push_back(centre + direction * cage.eye_radius);
      const bool iris = ring >= kFirstIrisRing && ring <= kLastIrisRing;
      eye.colours.push_back(kEyeRings[ring].colour * (iris ? iris_fibre(s, ring) : 1.0f));
    }
  }
  for (std::uint32_t s = 0; s < kSegments; ++s) eye.triangles.push_back({0, 1 + s, 1 + (s + 1) % kSegments});
  const auto bands = ring_triangles({.rows = std::size(kEyeRings) - 1, .columns = kSegments, .first = 1});
  eye.triangles.insert(eye.triangles.end(), bands.begin(), bands.end());
  return eye;
}

HeadPart build_lid_rim(const Cage& cage, const Skin& skin, const std::vector<Vec3>& colours, int side) {
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
    rim.colours.push_back(mix(colours[v], kRimFront, 0.5f));
  }
  rim.colours.insert(rim.colours.end(), count, kRimMiddle);
  rim.colours.insert(rim.colours.end(), count, kRimBack);
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
