#include "emo3d/render/light_presets.h"

#include <array>

namespace emo3d::render {
namespace {

/// A broad source: it reaches into hollows that a point would leave dark.
Light lamp(const rig::Vec3& direction, const rig::Vec3& colour, float occlusion = 0.85f, float wrap = 1.0f) {
  return {.direction = direction, .colour = colour, .occlusion = occlusion, .wrap = wrap};
}

Lighting soft() {
  return {.lights = {{lamp({-0.35f, 0.45f, 0.85f}, {1.05f, 1.03f, 1.00f}, 0.55f, 1.8f),
                      lamp({0.60f, 0.25f, 0.75f}, {0.72f, 0.73f, 0.76f}, 0.55f, 1.8f),
                      lamp({0.20f, 0.70f, -0.70f}, {0.35f, 0.37f, 0.40f}, 0.85f, 0.0f)}},
          .ambient_below = {0.42f, 0.38f, 0.36f},
          .ambient_above = {0.56f, 0.58f, 0.62f}};
}

Lighting dramatic() {
  return {.lights = {{lamp({-0.85f, 0.50f, 0.40f}, {2.70f, 2.50f, 2.25f}, 0.90f, 0.7f),
                      lamp({0.80f, 0.10f, 0.45f}, {0.07f, 0.08f, 0.11f}),
                      lamp({0.85f, 0.35f, -0.60f}, {0.95f, 1.00f, 1.10f}, 0.85f, 0.0f)}},
          .ambient_below = {0.035f, 0.030f, 0.030f},
          .ambient_above = {0.060f, 0.065f, 0.080f}};
}

/// The dim lamp in front comes first: the first is the one that eyes reflect.
Lighting rim() {
  return {.lights = {{lamp({-0.10f, 0.30f, 0.95f}, {0.34f, 0.345f, 0.38f}),
                      lamp({-0.42f, 0.32f, -0.84f}, {5.00f, 4.80f, 4.45f}, 0.97f, 0.2f),
                      lamp({0.42f, 0.32f, -0.84f}, {4.45f, 4.70f, 5.25f}, 0.97f, 0.2f)}},
          .ambient_below = {0.06f, 0.057f, 0.055f},
          .ambient_above = {0.10f, 0.103f, 0.115f}};
}

Lighting sunset() {
  return {.lights = {{lamp({0.75f, 0.18f, 0.65f}, {2.10f, 1.22f, 0.60f}, 0.80f, 1.0f),
                      lamp({-0.75f, 0.35f, 0.45f}, {0.40f, 0.42f, 0.66f}),
                      lamp({-0.60f, 0.35f, -0.75f}, {1.30f, 0.66f, 0.38f}, 0.85f, 0.0f)}},
          .ambient_below = {0.24f, 0.15f, 0.11f},
          .ambient_above = {0.26f, 0.25f, 0.36f}};
}

Lighting moonlight() {
  return {.lights = {{lamp({-0.40f, 0.75f, 0.55f}, {0.74f, 0.92f, 1.36f}, 0.85f, 0.9f),
                      lamp({0.85f, 0.05f, 0.40f}, {0.10f, 0.13f, 0.24f}),
                      lamp({0.55f, 0.50f, -0.75f}, {0.62f, 0.80f, 1.20f}, 0.85f, 0.0f)}},
          .ambient_below = {0.045f, 0.055f, 0.10f},
          .ambient_above = {0.095f, 0.125f, 0.22f}};
}

/// Light from everywhere: what a picture shows is the shape's colour, with hollows hardly darker.
Lighting flat() {
  return {.lights = {{lamp({0.0f, 0.0f, 1.0f}, {0.22f, 0.22f, 0.22f}, 0.0f, 2.5f),
                      lamp({0.0f, 1.0f, 0.2f}, {0.0f, 0.0f, 0.0f}), lamp({0.0f, 1.0f, 0.2f}, {0.0f, 0.0f, 0.0f})}},
          .ambient_below = {1.38f, 1.38f, 1.38f},
          .ambient_above = {1.42f, 1.42f, 1.42f}};
}

}  // namespace

std::span<const LightPreset> light_presets() {
  static const std::array<LightPreset, 7> presets = {
      {{"studio", "a warm key, a cool fill, a rim", {}, {}},
       {"soft", "broad and even, hardly a shadow", soft(), {{0.82f, 0.82f, 0.83f}, {0.70f, 0.70f, 0.71f}}},
       {"dramatic", "one hard lamp from the side", dramatic(), {{0.030f, 0.028f, 0.030f}, {0.008f, 0.008f, 0.009f}}},
       {"rim", "from behind, on both edges", rim(), {{0.020f, 0.022f, 0.026f}, {0.006f, 0.006f, 0.008f}}},
       {"sunset", "low and orange, with a blue sky", sunset(), {{0.17f, 0.20f, 0.36f}, {0.80f, 0.42f, 0.22f}}},
       {"moonlight", "dim and blue from above", moonlight(), {{0.012f, 0.020f, 0.052f}, {0.030f, 0.044f, 0.090f}}},
       {"flat", "no shadows, for training data", flat(), {{0.5f, 0.5f, 0.5f}, {0.5f, 0.5f, 0.5f}}}}};
  return presets;
}

}  // namespace emo3d::render
