#include "emo3d/render/shading.h"

namespace emo3d::render {
namespace {

/// Constants of a material. The looks are tuned by eye on the built-in head; the formulas are named where they stand.
struct MaterialConstants {
  float roughness;        ///< Of the GGX distribution, perceptual: alpha = roughness^2.
  float specular;         ///< Reflectance at normal incidence.
  float grazing = 1.0f;   ///< Reflectance at grazing incidence.
  float polish = 0.0f;    ///< Share of a second, narrower highlight where the surface is oily.
  rig::Vec3 wrap;         ///< How far light bleeds past the terminator in red, green, blue: light under the skin.
  float key = 1.0f;       ///< Scale of the first lamp.
  float rim = 0.0f;       ///< Strength of the soft gleam at grazing angles (down of the skin).
  float enclosed = 0.0f;  ///< How far occlusion takes the light of lamps beyond what they say themselves: in the mouth.
  float catch_light = 0.0f;  ///< Strength of the reflection of a lamp beside the camera.
};

constexpr std::array<MaterialConstants, kMaterialCount> kMaterials{{
    // skin
    {.roughness = 0.58f,
     .specular = 0.026f,
     .grazing = 0.32f,
     .polish = 0.26f,
     .wrap = {0.40f, 0.17f, 0.11f},
     .rim = 0.16f},
    // eye
    {.roughness = 0.20f,
     .specular = 0.030f,
     .wrap = {0.20f, 0.20f, 0.20f},
     .key = 0.85f,
     .enclosed = 0.35f,
     .catch_light = 1.6f},
    // wet
    {.roughness = 0.45f, .specular = 0.030f, .grazing = 0.30f, .wrap = {0.30f, 0.15f, 0.12f}, .enclosed = 0.6f},
    // tooth
    {.roughness = 0.28f, .specular = 0.040f, .wrap = {0.40f, 0.40f, 0.40f}, .enclosed = 0.8f},
    // hair; lashes turn every way and would flash in the light from behind
    {.roughness = 0.60f, .specular = 0.011f, .grazing = 0.10f, .wrap = {0.50f, 0.50f, 0.50f}},
    // cloth
    {.roughness = 0.85f, .specular = 0.010f, .grazing = 0.08f, .wrap = {0.25f, 0.25f, 0.25f}, .rim = 0.10f},
}};
/// Where the lamp stands that eyes reflect: with the head's lids, on the rim of the pupil at the viewer's upper left.
constexpr rig::Vec3 kCatchLight{-0.30f, 0.26f, 0.92f};
static_assert(static_cast<std::size_t>(rig::Material::kCloth) + 1 == kMaterialCount);

Float4x3 splat3(const rig::Vec3& v) { return {splat(v.x), splat(v.y), splat(v.z)}; }

MaterialLanes material_lanes(const std::array<const MaterialConstants*, kLanes>& of) {
  MaterialLanes lanes{};
  for (int i = 0; i < kLanes; ++i) {
    const MaterialConstants& constants = *of[i];
    const float alpha = constants.roughness * constants.roughness;
    lanes.wrap.x[i] = constants.wrap.x;
    lanes.wrap.y[i] = constants.wrap.y;
    lanes.wrap.z[i] = constants.wrap.z;
    lanes.specular[i] = constants.specular;
    lanes.grazing[i] = constants.grazing;
    lanes.roughness_squared[i] = alpha * alpha;
    lanes.visibility[i] = 1.0f / (4.0f * constants.roughness + 2.0f);
    lanes.polish[i] = constants.polish;
    lanes.key[i] = constants.key;
    lanes.rim[i] = constants.rim;
    lanes.enclosed[i] = constants.enclosed;
    lanes.catch_light[i] = constants.catch_light;
  }
  return lanes;
}

/// Share of a lamp's light that a soft surface scatters back: wrapped cosine, with a shoulder that keeps its shape.
Float4 wrapped_diffuse(Float4 cosine, Float4 wrap) {
  const Float4 lit = clamp01((cosine + wrap) / (wrap + 1.0f));
  return lit * (lit * 0.5f + 0.5f);
}

/// GGX highlight with Schlick's Fresnel term and the visibility approximation of Karis (SIGGRAPH 2015 mobile course),
/// times the cosine and times pi (lamps here are given as irradiance / pi). `polish` is the share of a second lobe, of
/// 0.58 times the roughness: skin shows both (Jensen and d'Eon measured two).
Float4 highlight(Float4 cosine, Float4 normal_half, Float4 lamp_half, const MaterialLanes& material, Float4 polish) {
  constexpr float kNarrow = 0.113f;  // 0.58^4
  const Float4 spread = normal_half * normal_half * (material.roughness_squared - 1.0f) + 1.0f;
  const Float4 grazing = 1.0f - lamp_half;
  const Float4 grazing_squared = grazing * grazing;
  const Float4 fresnel =
      material.specular + (material.grazing - material.specular) * (grazing_squared * grazing_squared * grazing);
  const Float4 floor_squared = max(lamp_half * lamp_half, splat(0.2f));
  const Float4 narrow = material.roughness_squared * kNarrow;
  const Float4 narrow_spread = normal_half * normal_half * (narrow - 1.0f) + 1.0f;
  const Float4 broad_squared = spread * spread, narrow_squared = narrow_spread * narrow_spread;
  // Both lobes over one denominator: a division less.
  const Float4 lobes = ((1.0f - polish) * narrow_squared + polish * kNarrow * broad_squared) /
                       (broad_squared * narrow_squared * floor_squared);
  return max(cosine, splat(0.0f)) * material.roughness_squared * material.visibility * fresnel * lobes;
}

}  // namespace

Float4x3 normalized(const Float4x3& v) { return v * inverse_sqrt(dot(v, v) + 1e-20f); }

Shader::Shader(const Lighting& lighting) {
  for (std::size_t i = 0; i < lamps_.size(); ++i) {
    const Light& light = lighting.lights[i];
    lamps_[i] = {normalized(splat3(light.direction)),
                 splat3(light.colour),
                 splat(light.occlusion),
                 splat(light.wrap),
                 splat(light.direction.z < 0 ? 1.0f : 0.0f),
                 i == 0};
  }
  catch_light_ = normalized(splat3(kCatchLight));
  const rig::Vec3 &below = lighting.ambient_below, &above = lighting.ambient_above;
  ambient_middle_ = splat3((below + above) * 0.5f);
  ambient_slope_ = splat3((above - below) * 0.5f);
  for (std::size_t i = 0; i < kMaterialCount; ++i) {
    const MaterialConstants* constants = &kMaterials[i];
    materials_[i] = render::material_lanes({constants, constants, constants, constants});
  }
}

MaterialLanes Shader::material_lanes(const SurfaceSamples& samples) const {
  const auto& m = samples.material;
  if (m[0] == m[1] && m[0] == m[2] && m[0] == m[3]) return materials_[m[0]];
  return render::material_lanes({&kMaterials[m[0]], &kMaterials[m[1]], &kMaterials[m[2]], &kMaterials[m[3]]});
}

Float4x3 Shader::shade(const SurfaceSamples& samples) const {
  const MaterialLanes material = material_lanes(samples);
  const Float4x3 normal = normalized(samples.normal);
  const Float4x3& albedo = samples.albedo;
  const Float4 occlusion = samples.occlusion;
  const Float4 occluded = 1.0f - occlusion;

  const Float4x3 soft_normal = normalized(samples.soft_normal);
  const Float4 polish = material.polish * samples.oil;
  // Light scatters under the skin's relief and under the edges of shadows, red light farthest.
  constexpr rig::Vec3 kSoft{0.80f, 0.45f, 0.30f};
  const Float4 key_light = samples.key_light;
  const Float4 edge = key_light * (1.0f - key_light);
  const Float4x3 key_scattered{key_light + 0.32f * edge, key_light + 0.08f * edge, key_light};

  const auto gleam_from = [&](const Float4x3& direction, Float4 cosine) {
    const Float4x3 half = normalized(direction + samples.to_eye);
    return highlight(cosine, max(dot(normal, half), splat(0.0f)), max(dot(half, samples.to_eye), splat(0.0f)), material,
                     polish) *
           samples.gloss;
  };
  // Light in the mouth has bounced off red walls.
  const Float4 lost = material.enclosed * occluded;
  const Float4x3 enclosed{1.0f - 0.86f * lost, max(1.0f - 1.06f * lost, splat(0.0f)),
                          max(1.0f - 1.10f * lost, splat(0.0f))};
  // What a lamp lights of a hollow hardly reflects it.
  const Float4 into_hollow = max(1.0f - 1.25f * lost, splat(0.0f)) * clamp01(occlusion * 3.0f);
  // What lies in front of the head, as the nose does, is hidden by it from a lamp behind; its edges are not.
  const Float4 off_edge = smoothstep(0.20f, 0.50f, soft_normal.z);
  constexpr float kGleamFade = 4.0f;
  Float4x3 colour{};
  for (const Lamp& lamp : lamps_) {
    const Float4 cosine = dot(normal, lamp.direction);
    const Float4x3 wrap = material.wrap * lamp.wrap;
    const Float4 soft_cosine = dot(soft_normal, lamp.direction);
    const Float4 softer = soft_cosine - cosine;
    // Where the surface under the relief turns from a lamp, gleams fade: single grains beyond would glitter.
    const Float4 gleam = gleam_from(lamp.direction, cosine) * clamp01(soft_cosine * kGleamFade) * into_hollow *
                         (1.0f - lamp.behind * off_edge);
    const Float4x3 reflected = Float4x3{albedo.x * wrapped_diffuse(cosine + softer * kSoft.x, wrap.x) + gleam,
                                        albedo.y * wrapped_diffuse(cosine + softer * kSoft.y, wrap.y) + gleam,
                                        albedo.z * wrapped_diffuse(cosine + softer * kSoft.z, wrap.z) + gleam} *
                               enclosed;
    const Float4 arriving = 1.0f - lamp.occlusion * occluded;
    if (lamp.is_key) {
      colour = colour + reflected * lamp.colour * key_scattered * (arriving * material.key);
    } else {
      colour = colour + reflected * lamp.colour * arriving;
    }
  }
  if (any(material.catch_light > 0.0f)) {
    const Float4 gleam = gleam_from(catch_light_, dot(normal, catch_light_));
    colour = colour + lamps_[0].colour * (gleam * material.catch_light * occlusion);
  }

  // Light between surfaces close together has bounced off skin: occlusion makes the ambient warmer.
  const Float4x3 warmth{1.0f + 0.15f * occluded, 1.0f - 0.05f * occluded, 1.0f - 0.10f * occluded};
  const Float4x3 ambient = ambient_middle_ + ambient_slope_ * normal.y;
  const Float4x3 reddened{1.0f - 0.10f * lost, 1.0f - 0.30f * lost, 1.0f - 0.36f * lost};
  colour = colour + ambient * albedo * warmth * reddened * occlusion;

  const Float4 facing = 1.0f - max(dot(normal, samples.to_eye), splat(0.0f));
  colour = colour + albedo * (facing * facing * facing * material.rim * occlusion);

  const Float4 brightest = max(colour.x, max(colour.y, colour.z));
  const Float4x3 mapped = colour * (1.0f / (1.0f + 0.25f * brightest));
  return {clamp01(mapped.x), clamp01(mapped.y), clamp01(mapped.z)};
}

}  // namespace emo3d::render
