#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "emo3d/base/parallel.h"
#include "emo3d/rig/hair_mesh.h"
#include "emo3d/rig/ring_triangles.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

constexpr std::uint32_t kColumns = 128;
constexpr std::uint32_t kRows = 27;  ///< The last turns in under the hem.

/// Tells strands apart: noise drawn out along the way that they lie, in [-1,1].
float strand_at(const HairForm& form, ScalpPoint at) {
  constexpr int kSteps = 7;
  constexpr float kStep = 0.55f;
  constexpr float kFineness = 2.1f;
  constexpr float kContrast = 2.0f;
  float sum = smooth_noise(form.point(at, 0) * kFineness);
  for (const float direction : {-1.0f, 1.0f}) {
    ScalpPoint here = at;
    for (int i = 0; i < kSteps; ++i) {
      const Vec3 p = form.point(here, 0) + form.flow(here) * (direction * kStep);
      here = form.scalp_point(p);
      sum += smooth_noise(form.point(here, 0) * kFineness);
    }
  }
  return std::clamp(kContrast * sum / (2 * kSteps + 1), -1.0f, 1.0f);
}

HeadPart joined(HeadPart a, const HeadPart& b) {
  const auto first = static_cast<std::uint32_t>(a.positions.size());
  a.positions.insert(a.positions.end(), b.positions.begin(), b.positions.end());
  a.colours.insert(a.colours.end(), b.colours.begin(), b.colours.end());
  a.occlusion.insert(a.occlusion.end(), b.occlusion.begin(), b.occlusion.end());
  for (const auto& [i, j, k] : b.triangles) a.triangles.push_back({first + i, first + j, first + k});
  return a;
}

}  // namespace

Vec3 strand_colour(const HairStyle& style, float strand) {
  constexpr Vec3 kGrey = {0.56f, 0.545f, 0.525f};
  const float grey = smoothstep(1.2f - 2.4f * style.grey, 2.6f - 2.4f * style.grey, strand + 0.5f);
  const Vec3 warm = {1 + 0.05f * strand, 1, 1 - 0.04f * strand};
  const Vec3 own = mix(style.colour, kGrey, style.grey > 0 ? grey : 0.0f) * (1 + style.variation * strand);
  return {own.x * warm.x, own.y * warm.y, own.z * warm.z};
}

float gleam(const Vec3& way, const Vec3& outward) {
  const Vec3 level = unit({outward.x, 0, outward.z});
  const Vec3 half = unit(level * 0.75f + Vec3{0, 0.66f, 0});
  const float along = dot(way, half);
  const float band = std::max(0.0f, 1 - along * along);
  const float facing = std::max(0.0f, dot(outward, half));
  return 0.90f + 0.60f * std::pow(band, 10.0f) * facing * facing;
}

HeadPart build_hair_shell(const HairForm& form, const Vec3& skin_colour) {
  constexpr float kMostBare = 0.72f;
  HeadPart shell{.kind = PartKind::kHair, .material = Material::kHair};
  const HairStyle& style = form.style();
  for (std::uint32_t row = 0; row < kRows; ++row) {
    const bool under = row + 1 == kRows;
    const float s = under ? 1.0f : static_cast<float>(row) / (kRows - 2);
    for (std::uint32_t column = 0; column < kColumns; ++column) {
      const float azimuth = -180 + 360 * static_cast<float>(column) / kColumns;
      const float from = form.upper_edge(azimuth);
      const float hem = form.hem(azimuth);
      // The hem is ragged where hair hangs.
      const float loose = smoothstep(0, 1.5f, hem - form.hairline(azimuth));
      const float ragged =
          0.35f * std::min(1.0f, loose) * smooth_noise({0.45f * static_cast<float>(column), 7.5f, 0.5f});
      const ScalpPoint at{azimuth, from + (hem + ragged - from) * s};
      const float strand = strand_at(form, at);
      const float thickness = form.thickness(at);
      const float body = smoothstep(0, 0.5f, thickness);
      const Vec3 p = form.point(at, 0);
      const float curls = style.bumps * (0.7f * smooth_noise(p * 1.0f) + smooth_noise(p * 2.0f)) * body;
      const float thinned = 1 - 0.55f * form.hangs(azimuth) * smoothstep(hem - 2.2f, hem, at.down);
      const float height = under ? std::min(-0.05f, thickness) : thickness * thinned + 0.05f * strand * body + curls;
      shell.positions.push_back(form.point(at, height));
      const float deep = style.bumps > 0 ? 0.45f * curls / style.bumps : 0.0f;
      const Vec3 hair = strand_colour(style, 1.4f * strand) * ((0.95f + deep) * gleam(form.flow(at), form.outward(at)));
      // Skin shows between the hairs at the hairline.
      const float inside = form.inside_hairline(at) + 0.3f * smooth_noise(p * 2.7f);
      const float cut = 1 - smoothstep(0, 0.6f, hem - form.hairline(azimuth));
      const float at_hairline = cut * (1 - smoothstep(-0.2f, std::min(0.3f * style.taper, 0.9f), inside));
      const float at_crown = style.bald_crown > 0 ? 1 - smoothstep(0, 2.2f, at.down - from) : 0.0f;
      const float bare = std::max(at_hairline, 1.3f * at_crown);
      shell.colours.push_back(mix(hair, skin_colour, kMostBare * bare));
      const float tip = loose > 0 ? 1 - 0.35f * smoothstep(0.75f, 1, s) : 1.0f;
      shell.occlusion.push_back(under ? 0.25f : std::clamp((0.82f + 0.18f * strand + deep) * tip, 0.2f, 1.0f));
    }
  }
  for (const Triangle& t : ring_triangles({.rows = kRows, .columns = kColumns})) {
    // Nothing where the crown is bald down to the hairline.
    const Vec3 a = shell.positions[t[0]];
    const Vec3 area = cross(shell.positions[t[1]] - a, shell.positions[t[2]] - a);
    const bool at_top = t[0] < kColumns && style.bald_crown <= 0;
    if (at_top || length(area) > 1e-4f) shell.triangles.push_back(t);
  }
  return shell;
}

HeadPart build_bun(const HairForm& form) {
  constexpr std::uint32_t kAround = 36;
  constexpr std::uint32_t kAlong = 16;
  constexpr float kPi = std::numbers::pi_v<float>;
  HeadPart bun{.kind = PartKind::kHair, .material = Material::kHair};
  const HairStyle& style = form.style();
  if (style.bun <= 0) return bun;
  const Vec3 out = unit(form.outward({180, 9.5f}) + Vec3{0, 0.15f, 0});
  const Vec3 across = {1, 0, 0};
  const Vec3 up = cross(across, out) * -1.0f;
  const Vec3 centre = form.knot() + out * (0.62f * style.bun);
  for (std::uint32_t i = 0; i < kAlong; ++i) {
    const float polar = 0.02f + (kPi - 0.04f) * static_cast<float>(i) / (kAlong - 1);
    for (std::uint32_t j = 0; j < kAround; ++j) {
      const float around = 2 * kPi * static_cast<float>(j) / kAround;
      // Strands wind around the middle of the bun.
      const float wound = 2.6f * polar + 0.25f * std::sin(2 * around);
      const float strand =
          std::clamp(1.6f * smooth_noise({5 * wound, 1.2f * std::cos(around), 1.2f * std::sin(around)}), -1.0f, 1.0f);
      const float coil = 0.06f * std::sin(2 * around + 3 * polar);
      const float radius = style.bun * (1 + 0.035f * strand + coil);
      const Vec3 direction = across * (std::sin(polar) * std::cos(around)) + up * (std::sin(polar) * std::sin(around)) +
                             out * (0.8f * std::cos(polar));
      bun.positions.push_back(centre + direction * radius);
      bun.colours.push_back(strand_colour(style, strand) *
                            (0.92f + 0.35f * std::max(0.0f, direction.y) * std::max(0.0f, direction.y)));
      bun.occlusion.push_back(std::clamp(
          (0.85f + 0.15f * strand) * (0.25f + 0.75f * smoothstep(-0.75f, 0.0f, std::cos(polar))), 0.1f, 1.0f));
    }
  }
  bun.triangles = ring_triangles({.rows = kAlong, .columns = kAround});
  return bun;
}

HeadPart build_hair(const HairForm& form, const Vec3& skin_colour) {
  if (form.style().density <= 0) return {.kind = PartKind::kHair, .material = Material::kHair};
  HeadPart shell, locks;
  parallel_for(2, 0, [&](std::size_t task) {
    if (task == 0) shell = build_hair_shell(form, skin_colour);
    if (task == 1) locks = build_hair_locks(form, skin_colour);
  });
  return joined(joined(std::move(shell), locks), build_bun(form));
}

}  // namespace emo3d::rig
