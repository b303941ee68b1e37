#include "emo3d/render/shading.h"

namespace emo3d::render {
namespace {

/// Constants of a material. The looks are tuned by eye on the built-in head; the formulas are named where they stand.
struct MaterialConstants {
  float roughness;           ///< Of the GGX distribution, perceptual: alpha = roughness^2.
  float specular;            ///< Reflectance at normal incidence.
  float grazing = 1.0f;      ///< Reflectance at grazing incidence.
  rig::Vec3 wrap;            ///< How far light bleeds past the terminator in red, green, blue: light under the skin.
  float key = 1.0f;          ///< Scale of the first lamp.
  float rim = 0.0f;          ///< Strength of the soft gleam at grazing angles (down of the skin).
  float catch_light = 0.0f;  ///< Strength of the reflection of a lamp beside the camera.
};

constexpr std::array<MaterialConstants, kMaterialCount> kMaterials{{
    // skin
    {.roughness = 0.54f, .specular = 0.026f, .grazing = 0.5f, .wrap = {0.35f, 0.15f, 0.10f}, .rim = 0.18f},
    // eye
    {.roughness = 0.20f, .specular = 0.030f, .wrap = {0.20f, 0.20f, 0.20f}, .key = 0.85f, .catch_light = 1.6f},
    // wet
    {.roughness = 0.38f, .specular = 0.033f, .grazing = 0.35f, .wrap = {0.30f, 0.15f, 0.12f}},
    // tooth
    {.roughness = 0.28f, .specular = 0.040f, .wrap = {0.25f, 0.25f, 0.25f}},
    // hair; lashes turn every way and would flash in the light from behind
    {.roughness = 0.60f, .specular = 0.016f, .grazing = 0.12f, .wrap = {0.30f, 0.30f, 0.30f}},
    // cloth
    {.roughness = 0.85f, .specular = 0.010f, .grazing = 0.08f, .wrap = {0.25f, 0.25f, 0.25f}, .rim = 0.10f},
}};
/// Where the lamp stands that eyes reflect: with the head's lids, on the rim of the pupil at the viewer's upper left.
constexpr rig::Vec3 kCatchLight{-0.30f, 0.26f, 0.92f};
static_assert(static_cast<std::size_t>(rig::Material::kCloth) + 1 == kMaterialCount);

Float4x3 splat3(const rig::Vec3& v) { return {splat(v.x), splat(v.y), splat(v.z)}; }

Float4x3 operator+(const Float4x3& a, const Float4x3& b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
Float4x3 operator*(const Float4x3& a, const Float4x3& b) { return {a.x * b.x, a.y * b.y, a.z * b.z}; }
Float4x3 operator*(const Float4x3& a, Float4 b) { return {a.x * b, a.y * b, a.z * b}; }
Float4 dot(const Float4x3& a, const Float4x3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

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
    lanes.key[i] = constants.key;
    lanes.rim[i] = constants.rim;
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
/// times the cosine and times pi (lamps here are given as irradiance / pi).
Float4 highlight(Float4 cosine, Float4 normal_half, Float4 lamp_half, const MaterialLanes& material) {
  const Float4 spread = normal_half * normal_half * (material.roughness_squared - 1.0f) + 1.0f;
  const Float4 grazing = 1.0f - lamp_half;
  const Float4 grazing_squared = grazing * grazing;
  const Float4 fresnel =
      material.specular + (material.grazing - material.specular) * (grazing_squared * grazing_squared * grazing);
  const Float4 floor_squared = max(lamp_half * lamp_half, splat(0.2f));
  return max(cosine, splat(0.0f)) * material.roughness_squared * material.visibility * fresnel /
         (spread * spread * floor_squared);
}

}  // namespace

Float4x3 normalized(const Float4x3& v) { return v * inverse_sqrt(dot(v, v) + 1e-20f); }

Shader::Shader(const Lighting& lighting) {
  for (std::size_t i = 0; i < lamps_.size(); ++i) {
    const Light& light = lighting.lights[i];
    lamps_[i] = {normalized(splat3(light.direction)), splat3(light.colour), splat(light.occlusion), splat(light.wrap),
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

  const auto gleam_from = [&](const Float4x3& direction, Float4 cosine) {
    const Float4x3 half = normalized(direction + samples.to_eye);
    return highlight(cosine, max(dot(normal, half), splat(0.0f)), max(dot(half, samples.to_eye), splat(0.0f)),
                     material);
  };
  Float4x3 colour{};
  for (const Lamp& lamp : lamps_) {
    const Float4 cosine = dot(normal, lamp.direction);
    const Float4x3 wrap = material.wrap * lamp.wrap;
    const Float4 gleam = gleam_from(lamp.direction, cosine);
    const Float4x3 reflected{albedo.x * wrapped_diffuse(cosine, wrap.x) + gleam,
                             albedo.y * wrapped_diffuse(cosine, wrap.y) + gleam,
                             albedo.z * wrapped_diffuse(cosine, wrap.z) + gleam};
    const Float4 arriving = (1.0f - lamp.occlusion * occluded) * (lamp.is_key ? material.key : splat(1.0f));
    colour = colour + reflected * lamp.colour * arriving;
  }
  if (any(material.catch_light > 0.0f)) {
    const Float4 gleam = gleam_from(catch_light_, dot(normal, catch_light_));
    colour = colour + lamps_[0].colour * (gleam * material.catch_light);
  }

  // Light between surfaces close together has bounced off skin: occlusion makes the ambient warmer.
  const Float4x3 warmth{1.0f + 0.15f * occluded, 1.0f - 0.05f * occluded, 1.0f - 0.10f * occluded};
  const Float4x3 ambient = ambient_middle_ + ambient_slope_ * normal.y;
  colour = colour + ambient * albedo * warmth * occlusion;

  const Float4 facing = 1.0f - max(dot(normal, samples.to_eye), splat(0.0f));
  colour = colour + albedo * (facing * facing * facing * material.rim * occlusion);

  const Float4 brightest = max(colour.x, max(colour.y, colour.z));
  const Float4x3 mapped = colour * (1.0f / (1.0f + 0.25f * brightest));
  return {clamp01(mapped.x), clamp01(mapped.y), clamp01(mapped.z)};
}

}  // namespace emo3d::render
