#include "emo3d/render/shading.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace emo3d::render {
namespace {

using rig::Material;
using rig::Vec3;

Vec3 operator+(const Vec3& a, const Vec3& b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
Vec3 operator*(const Vec3& a, const Vec3& b) { return {a.x * b.x, a.y * b.y, a.z * b.z}; }
Vec3 operator*(const Vec3& a, float s) { return {a.x * s, a.y * s, a.z * s}; }
float dot(const Vec3& a, const Vec3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
Vec3 normalised(const Vec3& a) { return a * (1.0f / std::sqrt(dot(a, a) + 1e-20f)); }

/// log2 for x > 0 and 2^x by polynomials on the mantissa (relative error of power() below 1e-3, enough for highlights).
float fast_log2(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  const float exponent = static_cast<float>(static_cast<int>(bits >> 23) - 127);
  const float m = std::bit_cast<float>((bits & 0x7fffffu) | 0x3f800000u);
  return exponent + (-2.153620718f + m * (3.0478815f + m * (-1.05187574f + m * 0.15824871f)));
}

float fast_exp2(float x) {
  x = std::clamp(x, -126.0f, 126.0f);
  const float whole = std::floor(x);
  const float r = x - whole;
  const auto scale = std::bit_cast<float>(static_cast<std::uint32_t>(static_cast<int>(whole) + 127) << 23);
  return scale * (1.0f + r * (0.6951786f + r * (0.2276423f + r * 0.0778055f)));
}

float power(float x, float exponent) { return x <= 1e-8f ? 0.0f : fast_exp2(exponent * fast_log2(x)); }

struct MaterialConstants {
  float specular = 0;
  Vec3 wrap;            ///< How far diffuse light reaches behind the terminator, by colour.
  float shininess = 0;  ///< Blinn-Phong exponent.
};

constexpr MaterialConstants material(float roughness, float specular, Vec3 wrap) {
  const float squared = roughness * roughness;
  return {specular, wrap, 2.0f / (squared * squared + 1e-4f) - 2.0f};
}

/// In the order of rig::Material. Red light travels farthest under skin, so its wrap is the widest.
constexpr std::array<MaterialConstants, 5> kMaterials = {
    material(0.55f, 0.035f, {0.35f, 0.15f, 0.10f}), material(0.16f, 0.06f, {0.20f, 0.20f, 0.20f}),
    material(0.42f, 0.04f, {0.30f, 0.15f, 0.12f}), material(0.30f, 0.05f, {0.25f, 0.25f, 0.25f}),
    material(0.60f, 0.02f, {0.30f, 0.30f, 0.30f})};

struct Light {
  Vec3 direction;  ///< Unit length, towards the light.
  Vec3 colour;
  float unoccluded;  ///< Share of the light that occlusion cannot take.
  bool wraps;
};

const std::array<Light, 3> kLights = {{{normalised({-0.45f, 0.55f, 0.75f}), {1.90f, 1.82f, 1.72f}, 0.25f, true},
                                       {normalised({0.80f, 0.15f, 0.50f}), {0.55f, 0.60f, 0.70f}, 0.15f, true},
                                       {normalised({0.50f, 0.60f, -0.70f}), {0.80f, 0.85f, 0.95f}, 0.15f, false}}};
constexpr float kKeyLightOnEyes = 0.85f;  // the key light alone would burn out the white of the eye

float wrapped(float cosine, float wrap) {
  const float d = std::clamp((cosine + wrap) / (1.0f + wrap), 0.0f, 1.0f);
  return d * (d * 0.5f + 0.5f);
}

Vec3 reflected(const Light& light, const MaterialConstants& m, const Vec3& normal, const Vec3& view,
               const Vec3& albedo) {
  const float cosine = dot(normal, light.direction);
  const Vec3 wrap = light.wraps ? m.wrap : Vec3{};
  const Vec3 diffuse = {wrapped(cosine, wrap.x), wrapped(cosine, wrap.y), wrapped(cosine, wrap.z)};
  float specular = 0;
  if (cosine > 0) {
    const Vec3 half = normalised(light.direction + view);
    const float q = 1.0f - std::max(dot(half, view), 0.0f);
    const float fresnel = (0.04f + 0.96f * q * q * q * q * q) / 0.04f;
    specular = power(std::max(dot(normal, half), 0.0f), m.shininess) * (m.shininess + 2.0f) / 8.0f * m.specular *
               cosine * fresnel;
  }
  return light.colour * (albedo * diffuse + Vec3{specular, specular, specular});
}

}  // namespace

Vec3 shade(const SurfacePoint& point) {
  const MaterialConstants& m = kMaterials[static_cast<std::size_t>(point.material)];
  Vec3 normal = normalised(point.normal);
  const Vec3 view = normalised(point.position * -1.0f);
  if (dot(normal, view) < 0) normal = normal * -1.0f;

  Vec3 light{};
  for (std::size_t i = 0; i < kLights.size(); ++i) {
    const float open = kLights[i].unoccluded + (1.0f - kLights[i].unoccluded) * point.occlusion;
    const float key = i == 0 && point.material == Material::kEye ? kKeyLightOnEyes : 1.0f;
    light = light + reflected(kLights[i], m, normal, view, point.colour) * (open * key);
  }
  const float up = normal.y * 0.5f + 0.5f;
  const Vec3 ambient = {0.20f + 0.14f * up, 0.16f + 0.21f * up, 0.14f + 0.28f * up};
  const float closed = 1.0f - point.occlusion;
  const Vec3 warmth = {1.0f + 0.15f * closed, 1.0f - 0.05f * closed, 1.0f - 0.10f * closed};
  light = light + ambient * point.colour * warmth * point.occlusion;
  if (point.material == Material::kSkin) {
    const float rim = 1.0f - std::max(dot(normal, view), 0.0f);
    light = light + point.colour * (rim * rim * rim * 0.18f * point.occlusion);
  }
  return light * (1.0f / (1.0f + 0.25f * std::max({light.x, light.y, light.z})));
}

GammaTable::GammaTable() {
  // x^(1/2.2) >= (code - 1/2) / 255 where x >= ((code - 1/2) / 255)^2.2; the fifth root for ^0.2 is Newton's.
  const auto power_2_2 = [](double x) {
    double root = 1;
    for (int i = 0; i < 60; ++i) root -= (root - x / (root * root * root * root)) / 5.0;
    return x * x * root;
  };
  int code = 0;
  for (int i = 0; i <= kSteps; ++i) {
    const double root = static_cast<double>(i) / kSteps;
    while (code < 255 && root * root >= power_2_2((code + 0.5) / 255.0)) ++code;
    table_[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(code);
  }
}

std::uint8_t GammaTable::encode(float linear) const {
  const float root = std::sqrt(std::clamp(linear, 0.0f, 1.0f));
  return table_[static_cast<std::size_t>(root * static_cast<float>(kSteps) + 0.5f)];
}

}  // namespace emo3d::render
