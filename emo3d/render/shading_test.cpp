#include "emo3d/render/shading.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "emo3d/render/srgb.h"

namespace emo3d::render {
namespace {

Float4x3 splat3(float x, float y, float z) { return {splat(x), splat(y), splat(z)}; }

SurfaceSamples samples_of(rig::Material material) {
  const auto m = static_cast<std::uint8_t>(material);
  return {.normal = splat3(-0.3f, 0.2f, 0.8f),
          .to_eye = normalized(splat3(0.05f, -0.02f, 1)),
          .albedo = splat3(0.65f, 0.35f, 0.25f),
          .occlusion = splat(0.8f),
          .soft_normal = splat3(-0.3f, 0.2f, 0.8f),
          .material = {m, m, m, m}};
}

TEST(Shading, LanesDoNotDependOnTheirNeighbours) {
  const Shader shader({});
  SurfaceSamples mixed = samples_of(rig::Material::kSkin);
  mixed.material = {4, 1, 3, 2};
  mixed.normal.x[2] = 0.9f;
  mixed.albedo.y[1] = std::numeric_limits<float>::quiet_NaN();
  const Float4x3 together = shader.shade(mixed);
  for (std::size_t lane : {0u, 2u, 3u}) {
    SurfaceSamples alone = samples_of(static_cast<rig::Material>(mixed.material[lane]));
    alone.normal.x = splat(mixed.normal.x[lane]);
    const Float4x3 colour = shader.shade(alone);
    EXPECT_EQ(colour.x[0], together.x[lane]);
    EXPECT_EQ(colour.y[1], together.y[lane]);
    EXPECT_EQ(colour.z[2], together.z[lane]);
  }
}

TEST(Shading, OcclusionDarkensAndWarms) {
  const Shader shader({});
  SurfaceSamples open = samples_of(rig::Material::kSkin), closed = open;
  open.albedo = closed.albedo = splat3(0.5f, 0.5f, 0.5f);
  open.occlusion = splat(1.0f);
  closed.occlusion = splat(0.1f);
  const Float4x3 bright = shader.shade(open), dark = shader.shade(closed);
  EXPECT_LT(dark.x[0], bright.x[0]);
  EXPECT_LT(dark.z[0], bright.z[0]);
  EXPECT_GT(dark.x[0] / dark.z[0], bright.x[0] / bright.z[0]);
}

TEST(Shading, RedLightReachesFurthestPastTheTerminatorOfSkin) {
  Lighting lighting;
  lighting.lights[0] = {.direction = {1, 0, 0}, .colour = {1, 1, 1}};
  lighting.lights[1].colour = lighting.lights[2].colour = {0, 0, 0};
  lighting.ambient_below = lighting.ambient_above = {0, 0, 0};
  SurfaceSamples behind = samples_of(rig::Material::kSkin);
  behind.normal = behind.soft_normal = splat3(-0.2f, 0, 1);
  behind.albedo = splat3(0.5f, 0.5f, 0.5f);
  const Float4x3 colour = Shader(lighting).shade(behind);
  EXPECT_GT(colour.x[0], colour.y[0] + 0.005f);
  EXPECT_GE(colour.y[0], colour.z[0]);
}

TEST(Shading, ShadowTakesTheKeyLightAndLeavesTheRest) {
  SurfaceSamples open = samples_of(rig::Material::kSkin), shaded = open;
  shaded.key_light = splat(0);
  const Float4x3 bright = Shader({}).shade(open), dark = Shader({}).shade(shaded);
  EXPECT_LT(dark.x[0], 0.8f * bright.x[0]);
  EXPECT_GT(dark.x[0], 0.05f);
  Lighting no_key;
  no_key.lights[0].colour = {0, 0, 0};
  EXPECT_EQ(Shader(no_key).shade(open).x[0], Shader(no_key).shade(shaded).x[0]);
}

TEST(Shading, OilySkinHasANarrowerHighlight) {
  Lighting lighting;
  lighting.lights[0] = {.direction = {0, 0, 1}, .colour = {1, 1, 1}};
  lighting.lights[1].colour = lighting.lights[2].colour = {0, 0, 0};
  lighting.ambient_below = lighting.ambient_above = {0, 0, 0};
  const auto brightness = [&](float oil, float tilt) {
    SurfaceSamples samples = samples_of(rig::Material::kSkin);
    samples.albedo = splat3(0, 0, 0);
    samples.normal = samples.soft_normal = splat3(tilt, 0, 1);
    samples.to_eye = splat3(0, 0, 1);
    samples.oil = splat(oil);
    return Shader(lighting).shade(samples).x[0];
  };
  EXPECT_GT(brightness(1, 0), 1.5f * brightness(0, 0));
  EXPECT_LT(brightness(1, 0.6f), brightness(0, 0.6f));
}

TEST(Shading, GlossScalesTheHighlightsAndNothingElse) {
  Lighting lighting;
  lighting.ambient_below = lighting.ambient_above = {0, 0, 0};
  const auto colour = [&](float gloss, float albedo) {
    SurfaceSamples samples = samples_of(rig::Material::kSkin);
    samples.albedo = splat3(albedo, albedo, albedo);
    samples.gloss = splat(gloss);
    // Undo the tone mapping: x / (1 + x / 4) of a grey under lamps that are nearly white.
    const float brightest = std::max({0.0f, Shader(lighting).shade(samples).x[0], Shader(lighting).shade(samples).y[0],
                                      Shader(lighting).shade(samples).z[0]});
    return brightest / (1 - 0.25f * brightest);
  };
  EXPECT_EQ(colour(0, 0), 0);  // black and powdered
  EXPECT_GT(colour(1, 0), 0.01f);
  EXPECT_NEAR(colour(0.5f, 0), 0.5f * colour(1, 0), 1e-5f);
  EXPECT_NEAR(colour(1, 0.3f) - colour(0, 0.3f), colour(1, 0), 1e-5f);
}

TEST(Shading, GlossOfALaneIsItsOwn) {
  SurfaceSamples samples = samples_of(rig::Material::kSkin);
  samples.gloss = Float4{0, 1, 0.3f, 1};
  const Float4x3 together = Shader({}).shade(samples);
  EXPECT_LT(together.x[0], together.x[2]);
  EXPECT_LT(together.x[2], together.x[1]);
  EXPECT_EQ(together.x[1], together.x[3]);
}

/// The highlight of one lamp on a black surface.
float gleam(const Light& lamp, rig::Material material, const Float4x3& normal, float occlusion) {
  Lighting lighting;
  lighting.lights[0] = lamp;
  lighting.lights[1].colour = lighting.lights[2].colour = {0, 0, 0};
  lighting.ambient_below = lighting.ambient_above = {0, 0, 0};
  SurfaceSamples samples = samples_of(material);
  samples.albedo = splat3(0, 0, 0);
  samples.normal = samples.soft_normal = normalized(normal);
  samples.to_eye = splat3(0, 0, 1);
  samples.occlusion = splat(occlusion);
  return Shader(lighting).shade(samples).x[0];
}

TEST(Shading, ALampBehindTheHeadGleamsOnItsEdgeOnly) {
  const Light behind = {.direction = {0.50f, 0.60f, -0.70f}, .colour = {1, 1, 1}};
  EXPECT_GT(gleam(behind, rig::Material::kSkin, splat3(0.7f, 0.7f, 0.1f), 1), 0.01f);
  EXPECT_EQ(gleam(behind, rig::Material::kSkin, splat3(0.6f, 0.6f, 0.6f), 1), 0);
}

TEST(Shading, HollowsHardlyGleam) {
  const Light ahead = {.direction = {0, 0, 1}, .colour = {1, 1, 1}};
  const Float4x3 facing = splat3(0, 0, 1);
  for (const rig::Material material : {rig::Material::kTooth, rig::Material::kSkin})
    EXPECT_LT(gleam(ahead, material, facing, 0.02f), 0.05f * gleam(ahead, material, facing, 1));
}

TEST(Shading, EyesAreGlossierThanSkin) {
  Lighting lighting;
  lighting.lights[0] = {.direction = {0, 0, 1}, .colour = {1, 1, 1}};
  lighting.lights[1].colour = lighting.lights[2].colour = {0, 0, 0};
  lighting.ambient_below = lighting.ambient_above = {0, 0, 0};
  const Shader shader(lighting);
  const auto brightness = [&](rig::Material material, float tilt) {
    SurfaceSamples samples = samples_of(material);
    samples.albedo = splat3(0, 0, 0);
    samples.occlusion = splat(1);
    samples.normal = samples.soft_normal = splat3(tilt, 0, 1);
    samples.to_eye = splat3(0, 0, 1);
    return shader.shade(samples).x[0];
  };
  EXPECT_GT(brightness(rig::Material::kEye, 0), 10 * brightness(rig::Material::kSkin, 0));
  EXPECT_LT(brightness(rig::Material::kEye, 0.3f), 0.1f * brightness(rig::Material::kEye, 0));
}

RC_GTEST_PROP(ShadingProperty, InverseSquareRootIsAccurate, ()) {
  const float x =
      std::ldexp(1.0f + static_cast<float>(*rc::gen::inRange(0, 1 << 20)) / (1 << 20), *rc::gen::inRange(-100, 100));
  RC_ASSERT(std::abs(inverse_sqrt(splat(x))[1] * std::sqrt(double{x}) - 1) < 5e-6);
}

TEST(Srgb, CodesFollowTheStandardsCurve) {
  for (int i = 0; i <= 100000; ++i) {
    const double linear = i / 100000.0;
    const double code = 255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055);
    ASSERT_NEAR(srgb_code(static_cast<float>(linear)), code, 0.5 + 0.41) << linear;
  }
}

TEST(Srgb, EveryCodeIsReached) {
  int reached = 0;
  for (int i = 0, last = -1; i <= 4096; ++i) {
    const int code = srgb_code(static_cast<float>(i) / 4096);
    ASSERT_TRUE(code == last || code == last + 1) << i;
    reached += code != last;
    last = code;
  }
  EXPECT_EQ(reached, 256);
}

TEST(Srgb, LimitsWhatIsOutOfRange) {
  for (int every = 0; every < 256; ++every) EXPECT_EQ(srgb_code(linear_value(static_cast<std::uint8_t>(every))), every);
  EXPECT_EQ(srgb_code(-1), 0);
  EXPECT_EQ(srgb_code(2), 255);
  EXPECT_EQ(srgb_code(std::numeric_limits<float>::infinity()), 255);
  EXPECT_EQ(srgb_code(std::numeric_limits<float>::quiet_NaN()), 0);
}

}  // namespace
}  // namespace emo3d::render
