#include "emo3d/render/skin_relief.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

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

RC_GTEST_PROP(DotsProperty, ADotStaysInItsCell, ()) {
  const float x = static_cast<float>(*rc::gen::inRange(-200, 200)),
              y = static_cast<float>(*rc::gen::inRange(-200, 200));
  const auto across = [] { return static_cast<float>(*rc::gen::inRange(0, 1024)) / 1024; };
  const float u = across(), v = across(), z = static_cast<float>(*rc::gen::inRange(-200, 200));
  // Nothing on any of a cell's faces, so that no dot is cut off where it meets the next cell.
  RC_ASSERT(dots(splat3(x, y + u, z + v))[0] == 0);
  RC_ASSERT(dots(splat3(x + u, y, z + v))[1] == 0);
  RC_ASSERT(dots(splat3(x + u, y + v, z))[2] == 0);
  const float inside = dots(splat3(x + u, y + v, z + across()))[3];
  RC_ASSERT(inside >= 0 && inside <= 1);
}

TEST(Dots, MostCellsHoldOneRoundDotOfItsOwnSize) {
  constexpr int kSteps = 20;
  const auto at = [](int step) { return (static_cast<float>(step) + 0.5f) / kSteps; };
  std::vector<double> volumes;
  for (int cell = 0; cell < 60; ++cell) {
    const auto x = static_cast<float>(cell);
    double covered = 0, sum_x = 0, brightest = 0;
    float low = 1, high = 0;
    for (int i = 0; i < kSteps * kSteps * kSteps; ++i) {
      const float u = at(i % kSteps);
      const float dot = dots(splat3(x + u, 3 + at(i / kSteps % kSteps), -7 + at(i / (kSteps * kSteps))))[0];
      if (dot <= 0) continue;
      covered += 1, sum_x += u, brightest = std::max(brightest, double{dot});
      low = std::min(low, u), high = std::max(high, u);
    }
    covered /= kSteps * kSteps * kSteps;
    volumes.push_back(covered);
    if (covered < 0.02) continue;  // too few points to tell a ball
    EXPECT_GT(brightest, 0.8) << cell;
    const double radius = (high - low + 1.0 / kSteps) / 2;
    EXPECT_NEAR(covered, 4.0 / 3 * std::numbers::pi * radius * radius * radius, 0.35 * covered) << cell;
    EXPECT_NEAR(sum_x / (covered * kSteps * kSteps * kSteps), (low + high) / 2, 0.05) << cell;
  }
  EXPECT_GT(std::ranges::count_if(volumes, [](double v) { return v > 0.003; }), 45);
  const auto [least, most] = std::ranges::minmax(volumes);
  EXPECT_GT(most, 4 * least);
}

TEST(Dots, LanesDoNotDependOnTheirNeighbours) {
  Float4x3 at = splat3(0.4f, 0.5f, 0.6f);
  at.x[1] = std::numeric_limits<float>::quiet_NaN();
  at.y[2] = 1e30f;
  const Float4 together = dots(at), alone = dots(splat3(0.4f, 0.5f, 0.6f));
  EXPECT_EQ(together[0], alone[0]);
  EXPECT_EQ(together[3], alone[3]);
  for (const int lane : {1, 2}) EXPECT_TRUE(together[lane] >= 0 && together[lane] <= 1);
}

TEST(SkinRelief, FrecklesDarkenInDotsAndMoreOfThemWhereTheyAreDense) {
  const auto darkened = [](float freckles) {
    int spots = 0;
    for (int i = 0; i < 2000; ++i) {
      DetailSamples with = samples_at(0.017f * static_cast<float>(i), 0.02f), without = with;
      with.freckles = splat(freckles);
      const Relief freckled = skin_relief(with, splat3(0, 0, 1), kFront);
      const Relief plain = skin_relief(without, splat3(0, 0, 1), kFront);
      EXPECT_LE(freckled.tint.x[0], plain.tint.x[0]);
      spots += freckled.tint.x[0] < plain.tint.x[0];
    }
    return spots;
  };
  const int few = darkened(0.4f), many = darkened(1);
  EXPECT_GT(few, 0);
  EXPECT_GT(many, few);
  EXPECT_LT(many, 2000);
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
