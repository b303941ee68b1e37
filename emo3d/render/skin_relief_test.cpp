#include "emo3d/render/skin_relief.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "emo3d/render/noise.h"

namespace emo3d::render {
namespace {

Float4x3 splat3(float x, float y, float z) { return {splat(x), splat(y), splat(z)}; }

const ViewAxes kFront{splat3(1, 0, 0), splat3(0, 1, 0), splat3(0, 0, 1)};

DetailSamples samples_at(float x, float pixel_cm) {
  return {.rest = splat3(x, 2.3f, 5.1f),
          .pores = splat(1),
          .freckles = splat(0),
          .spots = splat(0),
          .folds = {{{splat(0), splat3(0, 0, 0)}, {splat(0), splat3(0, 0, 0)}}},
          .pixel_cm = splat(pixel_cm)};
}

float steepest(float pixel_cm) {
  float most = 0;
  for (int i = 0; i < 500; ++i) {
    const Relief relief = skin_relief(samples_at(0.013f * static_cast<float>(i), pixel_cm), splat3(0, 0, 1), kFront);
    most = std::max(most, std::hypot(relief.tilt.x[0], relief.tilt.y[0]));
  }
  return most;
}

RC_GTEST_PROP(NoiseProperty, GradientIsTheSlope, ()) {
  const auto coordinate = [] { return static_cast<float>(*rc::gen::inRange(-5000, 5000)) / 1000; };
  const float x = coordinate(), y = coordinate(), z = coordinate();
  constexpr float kStep = 1.0f / 256;
  const NoiseSamples here = noise(splat3(x, y, z));
  RC_ASSERT(std::abs(here.value[0]) <= 1);
  const auto slope = [&](float dx, float dy, float dz) {
    return (noise(splat3(x + dx, y + dy, z + dz)).value[0] - noise(splat3(x - dx, y - dy, z - dz)).value[0]) /
           (2 * kStep);
  };
  RC_ASSERT(std::abs(slope(kStep, 0, 0) - here.gradient.x[0]) < 0.01f);
  RC_ASSERT(std::abs(slope(0, kStep, 0) - here.gradient.y[0]) < 0.01f);
  RC_ASSERT(std::abs(slope(0, 0, kStep) - here.gradient.z[0]) < 0.01f);
}

TEST(Noise, CoversItsRangeEvenly) {
  double sum = 0, squares = 0;
  constexpr int kCount = 20000;
  for (int i = 0; i < kCount; ++i) {
    const auto t = static_cast<float>(i);
    const double value = noise(splat3(0.37f * t, 0.11f * t, -0.23f * t)).value[2];
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / kCount, 0, 0.02);
  EXPECT_GT(squares / kCount, 0.05);
}

TEST(SkinRelief, FadesOutAsPixelsGrow) {
  const float near = steepest(0.005f), middle = steepest(0.05f);
  EXPECT_GT(near, 0.1f);
  EXPECT_GT(near, middle);
  EXPECT_GT(middle, 0);
  EXPECT_EQ(steepest(0.2f), 0);  // a head of 128 px: not even grain is left
}

TEST(SkinRelief, AFoldTiltsBothFlanksTowardsItsValleyAndDarkensIt) {
  const auto at_phase = [](float phase) {
    DetailSamples samples = samples_at(1, 0.06f);
    samples.pores = splat(0);
    samples.folds[1] = {splat(phase), splat3(0, 0.4f, 0)};
    return skin_relief(samples, splat3(0, 0, 1), kFront);
  };
  // The wobble of the line is below a quarter of a phase.
  float above = 0, below = 0, darkest = 1;
  for (int i = -25; i <= 25; ++i) {
    const Relief relief = at_phase(3 + static_cast<float>(i) / 50);
    above = std::max(above, relief.tilt.y[0]);
    below = std::min(below, relief.tilt.y[0]);
    darkest = std::min(darkest, relief.open[0]);
  }
  EXPECT_GT(above, 0.1f);  // beyond the valley normals lean back over it
  EXPECT_LT(below, -0.1f);
  EXPECT_LT(darkest, 0.9f);
}

TEST(SkinRelief, LanesDoNotDependOnTheirNeighbours) {
  DetailSamples mixed = samples_at(0.7f, 0.02f);
  mixed.rest.x[1] = std::numeric_limits<float>::quiet_NaN();
  mixed.rest.y[2] = 1e30f;
  mixed.folds[0] = {splat(2.1f), splat3(0.1f, 0.2f, 0)};
  mixed.folds[0].phase[3] = std::numeric_limits<float>::infinity();
  const Relief together = skin_relief(mixed, splat3(0.1f, 0, 0.99f), kFront);
  DetailSamples alone = samples_at(0.7f, 0.02f);
  alone.folds[0] = {splat(2.1f), splat3(0.1f, 0.2f, 0)};
  const Relief expected = skin_relief(alone, splat3(0.1f, 0, 0.99f), kFront);
  EXPECT_EQ(together.tilt.x[0], expected.tilt.x[2]);
  EXPECT_EQ(together.tint.y[0], expected.tint.y[1]);
  EXPECT_EQ(together.open[0], expected.open[3]);
  EXPECT_TRUE(std::isfinite(together.tint.x[2]));
}

}  // namespace
}  // namespace emo3d::render
