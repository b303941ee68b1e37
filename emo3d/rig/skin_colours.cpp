#include "emo3d/rig/skin_colours.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "emo3d/rig/head_part.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

/// A soft stain: its tint, chosen beside kSkinColour, where it is centred, fading over `radius`.
struct Stain {
  Vec3 centre;
  float radius, amount;
  Vec3 tint;
};

constexpr Stain kPairedStains[] = {
    {{4.4f, -0.6f, 3.6f}, 2.1f, 0.34f, {0.86f, 0.50f, 0.44f}},   // cheek
    {{3.1f, 1.45f, 4.0f}, 0.95f, 0.22f, {0.62f, 0.42f, 0.38f}},  // under the eye
    {{3.2f, 3.7f, 3.9f}, 0.9f, 0.16f, {0.64f, 0.44f, 0.38f}},    // upper lid
    {{1.15f, -1.2f, 5.6f}, 0.7f, 0.15f, {0.80f, 0.45f, 0.40f}},  // wing of the nose
};
constexpr Stain kMiddleStains[] = {
    {{0, -0.9f, 7.4f}, 1.3f, 0.30f, {0.86f, 0.48f, 0.42f}},  // tip of the nose
    {{0, -8.2f, 5.0f}, 1.6f, 0.12f, {0.85f, 0.52f, 0.46f}},  // chin
};
constexpr Vec3 kBagColour = {0.34f, 0.10f, 0.10f};
constexpr Vec3 kNostrilColour = {0.16f, 0.06f, 0.05f};
constexpr Vec3 kLashLineColour = {0.16f, 0.09f, 0.07f};
constexpr Vec3 kLowerMarginColour = {0.62f, 0.38f, 0.34f};

void stain(std::vector<Vec3>& colours, const Skin& skin, const Complexion& complexion, const Stain& s) {
  constexpr float kReach = 3;  // in radii; beyond it less than 1/8000 is left
  const std::vector<Vec3>& positions = skin.positions;
  const Vec3 tint = beside(complexion, s.tint, 1);
  const float amount = std::min(s.amount * complexion.flush, 1.0f);
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const Vec3 d = positions[i] - s.centre;
    const float q = dot(d, d) / (s.radius * s.radius);
    if (q < kReach * kReach) colours[i] = mix(colours[i], tint, amount * std::exp(-q));
  }
}

/// A dark line along the upper lid, strongest in its middle, and a rosy lower margin.
void colour_lid_margin(std::vector<Vec3>& colours, const Skin& skin, const Complexion& complexion,
                       const std::vector<std::uint32_t>& margin) {
  const Vec3 lash_line = beside(complexion, kLashLineColour, 0.5f);
  const Vec3 lower = beside(complexion, kLowerMarginColour, 0.7f);
  const auto [first, last] = std::ranges::minmax(margin, {}, [&](std::uint32_t v) { return skin.positions[v].x; });
  const Vec3 a = skin.positions[first];
  const Vec3 b = skin.positions[last];
  for (const std::uint32_t v : margin) {
    const Vec3& p = skin.positions[v];
    const float along = (p.x - a.x) / (b.x - a.x);
    const float line = a.y + (b.y - a.y) * along;
    const float profile = std::sin(std::numbers::pi_v<float> * std::clamp(along, 0.0f, 1.0f));
    colours[v] = p.y > line + 0.02f ? mix(colours[v], lash_line, 0.85f * profile) : mix(colours[v], lower, 0.35f);
  }
}

Vec3 product(const Vec3& a, const Vec3& b) { return {a.x * b.x, a.y * b.y, a.z * b.z}; }

/// Where a beard grows: upper lip, chin, jaw and the upper throat; 0 none to 1 full.
float beard_share(const Vec3& p) {
  const float x = std::abs(p.x);
  // Its upper edge runs from under the nose down past the corner of the mouth and up to the ear.
  const float edge = -2.1f - 2.6f * smoothstep(0.9f, 3.4f, x) + 4.0f * smoothstep(4.2f, 7.2f, x);
  // Sparse where a smile folds the cheek: there an even shade would be drawn out.
  const float from_corner = std::hypot(x - 3.0f, p.y + 3.9f);
  const float beside_mouth = 1 - smoothstep(0.3f, 1.6f, from_corner);
  const float under_cheek = smoothstep(edge + 1.5f, edge - 2.3f, p.y) * (1 - 0.35f * beside_mouth);
  const float over_throat = smoothstep(-13.5f, -9.8f, p.y);
  const float before_ear = smoothstep(-4.5f, -0.5f, p.z);
  return under_cheek * over_throat * before_ear;
}

float in_bag(const Skin& skin, std::size_t v) { return smoothstep(0.1f, 0.8f, skin.bag[v]); }

}  // namespace

std::vector<Vec3> skin_colours(const Skin& skin, const Complexion& complexion) {
  std::vector<Vec3> colours(skin.positions.size(), complexion.skin);
  for (Stain s : kPairedStains) {
    stain(colours, skin, complexion, s);
    s.centre.x = -s.centre.x;
    stain(colours, skin, complexion, s);
  }
  for (const Stain& s : kMiddleStains) stain(colours, skin, complexion, s);
  const Vec3 bag = beside(complexion, kBagColour, 0.2f);
  const Vec3 nostril = beside(complexion, kNostrilColour, 0.6f);
  for (std::size_t v = 0; v < colours.size(); ++v) {
    if (complexion.stubble > 0)
      colours[v] = mix(colours[v], product(colours[v], complexion.stubble_tint),
                       complexion.stubble * beard_share(skin.positions[v]));
    colours[v] = mix(colours[v], complexion.lips, skin.lip[v]);
    colours[v] = mix(colours[v], bag, in_bag(skin, v));
    colours[v] = mix(colours[v], nostril, smoothstep(0.15f, 0.7f, skin.nostril[v]));
  }
  for (const auto& margin : skin.lid_margins) colour_lid_margin(colours, skin, complexion, margin);
  return colours;
}

std::vector<Material> skin_materials(const Skin& skin) {
  std::vector<Material> materials(skin.positions.size(), Material::kSkin);
  for (std::size_t v = 0; v < materials.size(); ++v)
    if (skin.lip[v] > 0.5f || in_bag(skin, v) > 0.3f) materials[v] = Material::kWet;
  return materials;
}

}  // namespace emo3d::rig
