#include "emo3d/render/skin_relief.h"

#include "emo3d/render/noise.h"

namespace emo3d::render {
namespace {

// Sizes of the noises' cells, in centimetres; features are about twice as wide. Looks are tuned by eye.
constexpr float kPoreCell = 0.085f;
constexpr float kGrainCell = 0.17f;
constexpr float kFreckleCell = 0.24f;
constexpr float kBlotchCell = 0.75f;

/// How much of a noise of `cell_cm` a pixel lets through: none below 1.6 pixels for a cell, all above 4.
Float4 passed(float cell_cm, Float4 pixel_cm) { return 1.0f - smoothstep(cell_cm / 4.0f, cell_cm / 1.6f, pixel_cm); }

Float4x3 in_view(const Float4x3& direction, const ViewAxes& axes) {
  return {dot(direction, axes.right), dot(direction, axes.up), dot(direction, axes.backward)};
}

/// Turned so that the axes of the noise's lattice show on no part of a face: the rotation with the rows (2,2,1)/3,
/// (-2,1,2)/3, (1,-2,2)/3.
Float4x3 turned(const Float4x3& p) {
  constexpr float kThird = 1.0f / 3;
  return Float4x3{2.0f * (p.x + p.y) + p.z, p.y + 2.0f * (p.z - p.x), p.x + 2.0f * (p.z - p.y)} * splat(kThird);
}
Float4x3 turned_back(const Float4x3& p) {
  constexpr float kThird = 1.0f / 3;
  return Float4x3{2.0f * (p.x - p.y) + p.z, 2.0f * (p.x - p.z) + p.y, p.x + 2.0f * (p.y + p.z)} * splat(kThird);
}

/// The part of `direction` along the surface.
Float4x3 along(const Float4x3& direction, const Float4x3& normal) {
  return direction - normal * dot(normal, direction);
}

/// Adds one family of wrinkles: valleys at whole phases with broad ridges between. `wobble` and `uneven` are noises
/// that keep them from being drawn with a ruler.
void add_fold(Relief& relief, const DetailSamples::Fold& fold, Float4 wobble, Float4 uneven, Float4 shown) {
  constexpr float kHalfWidth = 0.42f;  // of a valley, in phases
  constexpr float kShade = 0.62f;
  const Float4 steepness_squared = dot(fold.slope, fold.slope);
  if (!any(steepness_squared > 1e-6f)) return;
  const Float4 phase = min(max(fold.phase + wobble, splat(-1e6f)), splat(1e6f));
  const Int4 nearest = __builtin_convertvector(phase + (phase > 0.0f ? splat(0.5f) : splat(-0.5f)), Int4);
  const Float4 q = (phase - __builtin_convertvector(nearest, Float4)) * (1.0f / kHalfWidth);
  const Float4 t = max(1.0f - q * q, splat(0.0f));
  const Float4 depth = shown * (1.0f + 0.45f * uneven);
  // Height -t^3; its slope is 6 q t^2, at most 1.72.
  relief.tilt = relief.tilt + fold.slope * (6.0f / 1.72f * q * t * t * depth);
  const Float4 steepness = steepness_squared * inverse_sqrt(steepness_squared + 1e-12f);
  const Float4 shade = clamp01(kShade * steepness * depth * t * t * t);
  relief.open = relief.open * (1.0f - shade);
  // What light gets out of a fold has been under the skin: red.
  relief.tint = relief.tint * Float4x3{1.0f - 0.20f * shade, 1.0f - 0.42f * shade, 1.0f - 0.48f * shade};
}

/// Freckles of two sizes; where they are few, only the larger dots reach the surface.
Float4 freckles(const DetailSamples& samples, Float4 span) {
  const Float4x3 at = turned(samples.rest) * splat(1 / kFreckleCell);
  const Float4 offset = splat(37.3f);
  const Float4x3 other{at.y * 0.7f + offset, at.z * 0.7f + offset, at.x * 0.7f + offset};
  const Float4 shown = max(dots(at), dots(other));
  const Float4 least = 0.62f - 0.55f * samples.freckles;
  return samples.freckles * clamp01((shown - least) * 2.2f) * passed(kFreckleCell, span);
}

}  // namespace

Relief skin_relief(const DetailSamples& samples, const Float4x3& normal, const ViewAxes& axes) {
  constexpr float kPoreSteepness = 0.34f, kGrainSteepness = 0.028f;
  constexpr float kPoreShade = 0.13f;
  Relief relief{.tilt = {}, .tint = {splat(1), splat(1), splat(1)}, .open = splat(1)};
  // A surface seen from the side spans more.
  const Float4 span = samples.pixel_cm / max(normal.z, splat(0.2f));

  const NoiseSamples blotch = noise(turned(samples.rest) * splat(1 / kBlotchCell));
  NoiseSamples grain{};
  const Float4 grain_passed = passed(kGrainCell, span);
  Float4x3 rise{};
  if (any(grain_passed > 0.0f)) {
    grain = noise(turned(samples.rest) * splat(1 / kGrainCell));
    grain.value = grain.value * grain_passed;
    rise = turned_back(grain.gradient) * (grain_passed * kGrainSteepness);
  }
  const Float4 pores_passed = passed(kPoreCell, span) * (0.25f + 0.75f * samples.pores);
  if (any(pores_passed > 0.0f)) {
    // Pits where the noise is low.
    NoiseSamples pores = noise(turned(samples.rest) * splat(1 / kPoreCell));
    pores.gradient = turned_back(pores.gradient);
    const Float4 pit = clamp01(0.1f - pores.value) * pores_passed;
    rise = rise + pores.gradient * (pit * kPoreSteepness);
    relief.open = relief.open * (1.0f - kPoreShade * pit);
  }
  relief.tilt = along(in_view(rise, axes), normal);

  const Float4 folds_shown = 1.0f - smoothstep(0.10f, 0.30f, span);
  const Float4 wobble = 0.16f * blotch.value + 0.05f * grain.value;
  for (const DetailSamples::Fold& fold : samples.folds)
    add_fold(relief, fold, wobble, blotch.value + 0.5f * grain.value, folds_shown);

  // Blood makes skin redder, melanin darker.
  const Float4 blood = 0.05f * blotch.value + 0.06f * grain.value;
  const Float4 freckle = any(samples.freckles > 0.0f) ? freckles(samples, span) : splat(0.0f);
  const Float4 spot = samples.spots * smoothstep(0.36f, 0.68f, blotch.value + 0.12f * grain.value);
  const Float4 melanin = 0.40f * freckle + 0.24f * spot;
  relief.tint =
      relief.tint * Float4x3{(1.0f - 0.35f * blood) * (1.0f - 0.62f * melanin), (1.0f - blood) * (1.0f - melanin),
                             (1.0f - 0.9f * blood) * (1.0f - 1.2f * melanin)};
  return relief;
}

}  // namespace emo3d::render
