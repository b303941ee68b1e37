#include "emo3d/nn/linear.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/random.h"
#include "emo3d/nn/bfloat16.h"

namespace emo3d::nn {
namespace {

std::vector<float> random_values(std::size_t count, Random& random) {
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(random.normal());
  return values;
}

Matrix random_matrix(std::size_t rows, std::size_t cols, Random& random) {
  Matrix m(rows, cols);
  for (std::size_t i = 0; i < rows * cols; ++i) m.data()[i] = static_cast<float>(random.normal());
  return m;
}

struct Layer {
  std::size_t inputs, outputs;
  std::vector<float> weight, bias;

  Layer(std::size_t in, std::size_t out, Random& random)
      : inputs(in), outputs(out), weight(random_values(in * out, random)), bias(random_values(out, random)) {}
  [[nodiscard]] Linear linear(Linear::Options options = {}) const {
    return {{{inputs, outputs}, weight}, {{outputs}, bias}, options};
  }
  /// In double, from weights [inputs, outputs].
  [[nodiscard]] double expected(std::span<const float> x, std::size_t output) const {
    double sum = bias[output];
    for (std::size_t i = 0; i < inputs; ++i) sum += static_cast<double>(x[i]) * weight[i * outputs + output];
    return sum;
  }
};

TEST(Linear, EqualsTheSumInDouble) {
  constexpr double kTolerance = 3e-4;  // sums of 512 normal products reach 70, of which float32 keeps 7 digits
  Random random(1);
  for (const auto& [inputs, outputs] : {std::pair{1, 1}, {3, 5}, {64, 48}, {512, 52}, {100, 129}}) {
    const Layer layer(inputs, outputs, random);
    const Linear linear = layer.linear();
    const Linear relu = layer.linear({.activation = Activation::kRelu});
    for (const std::size_t rows : {1, 2, 17, 63, 65, 300}) {
      const Matrix x = random_matrix(rows, inputs, random);
      const Matrix y = linear.apply(x);
      const Matrix z = relu.apply(x);
      ASSERT_EQ(y.rows(), rows);
      ASSERT_EQ(y.cols(), layer.outputs);
      for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t o = 0; o < layer.outputs; ++o) {
          const double expected = layer.expected(x.row(i), o);
          ASSERT_NEAR(y.row(i)[o], expected, kTolerance) << rows << " rows, " << inputs << " to " << outputs;
          ASSERT_NEAR(z.row(i)[o], std::max(expected, 0.0), kTolerance);
        }
      }
    }
  }
}

TEST(Linear, AddsToTheResidual) {
  Random random(2);
  const Layer layer(40, 24, random);
  const Linear linear = layer.linear();
  const Matrix x = random_matrix(21, 40, random);
  Matrix residual(21, 24);
  std::fill_n(residual.data(), 21 * 24, 2.5f);
  const Matrix plain = linear.apply(x);
  const Matrix added = linear.apply_add(x, std::move(residual));
  for (std::size_t i = 0; i < 21 * 24; ++i) ASSERT_NEAR(added.data()[i], plain.data()[i] + 2.5f, 1e-5);
}

TEST(Linear, TakesWeightsInEitherOrder) {
  Random random(3);
  const Layer layer(30, 20, random);
  std::vector<float> transposed(layer.weight.size());
  for (std::size_t i = 0; i < 30; ++i)
    for (std::size_t o = 0; o < 20; ++o) transposed[o * 30 + i] = layer.weight[i * 20 + o];
  const Linear a = layer.linear();
  const Linear b({{20, 30}, transposed}, {{20}, layer.bias}, {.order = WeightOrder::kOutputByInput});
  const Matrix x = random_matrix(5, 30, random);
  const Matrix from_a = a.apply(x);
  const Matrix from_b = b.apply(x);
  EXPECT_TRUE(std::equal(from_a.data(), from_a.data() + 5 * 20, from_b.data()));
}

TEST(Linear, ActivationsEqualTheirFormulas) {
  constexpr std::size_t kCount = 4001;  // from -20 to 20
  Matrix x(kCount, 1);
  for (std::size_t i = 0; i < kCount; ++i) x.data()[i] = static_cast<float>(i) / 100.0f - 20.0f;
  // One weight for each output: columns of whole vectors and others.
  const std::vector<float> ones(19, 1.0f);
  const auto apply = [&](Activation activation) {
    return Linear({{1, 19}, ones}, {}, {.activation = activation}).apply(x);
  };
  const Matrix gelu = apply(Activation::kGelu);
  const Matrix quick = apply(Activation::kQuickGelu);
  const Matrix relu = apply(Activation::kRelu);
  for (std::size_t i = 0; i < kCount; ++i) {
    const double v = x.data()[i];
    for (const std::size_t o : {0, 18}) {
      ASSERT_NEAR(gelu.row(i)[o], v * (1 + std::erf(v / std::sqrt(2.0))) / 2, 3e-7 * (1 + std::abs(v))) << v;
      ASSERT_NEAR(quick.row(i)[o], v / (1 + std::exp(-1.702 * v)), 3e-7 * (1 + std::abs(v))) << v;
      ASSERT_EQ(relu.row(i)[o], std::max(x.data()[i], 0.0f));
    }
  }
}

TEST(Linear, TeamsGiveTheSameResults) {
  Random random(7);
  for (const Precision precision : {Precision::kFloat32, Precision::kBfloat16, Precision::kInt8}) {
    if (precision == Precision::kBfloat16 && !bfloat16_supported()) continue;
    if (precision == Precision::kInt8 && !int8_supported()) continue;
    const Layer layer(70, 1300, random);
    const Linear linear = layer.linear({.precision = precision, .activation = Activation::kQuickGelu});
    for (const std::size_t rows : {1, 19, 700}) {
      const Matrix x = random_matrix(rows, 70, random);
      const Matrix alone = linear.apply(x);
      Team team(3);
      const Matrix shared = linear.apply(x, team);
      ASSERT_TRUE(std::equal(alone.data(), alone.data() + rows * 1300, shared.data())) << rows;
    }
  }
}

TEST(Linear, Int8StaysCloseAndRowsDoNotDependOnEachOther) {
  if (!int8_supported()) GTEST_SKIP() << "no 8-bit products on this processor: " << instruction_set();
  Random random(8);
  const Layer layer(256, 96, random);
  const Linear linear = layer.linear({.precision = Precision::kInt8});
  Matrix x = random_matrix(35, 256, random);
  for (float& value : x.row(3)) value *= 1000;  // a row with a scale of its own
  std::ranges::fill(x.row(4), 0.0f);
  const Matrix y = linear.apply(x);
  for (std::size_t i = 0; i < x.rows(); ++i) {
    Matrix single(1, 256);
    std::ranges::copy(x.row(i), single.data());
    const Matrix alone = linear.apply(single);
    double error = 0;
    double size = 0;
    for (std::size_t o = 0; o < 96; ++o) {
      ASSERT_EQ(y.row(i)[o], alone.data()[o]);
      const double expected = layer.expected(x.row(i), o);
      error += (y.row(i)[o] - expected) * (y.row(i)[o] - expected);
      size += expected * expected;
    }
    EXPECT_LE(std::sqrt(error / size), 0.02) << "row " << i;
  }
  for (std::size_t o = 0; o < 96; ++o) EXPECT_EQ(y.row(4)[o], layer.bias[o]);
}

TEST(Linear, NaNAndInfinityStayInTheirRowInEveryPrecision) {
  Random random(9);
  const Layer layer(70, 40, random);
  for (const Precision precision : {Precision::kFloat32, Precision::kBfloat16, Precision::kInt8}) {
    if (precision == Precision::kInt8 ? !int8_supported() : precision == Precision::kBfloat16 && !bfloat16_supported())
      continue;
    for (const Activation activation :
         {Activation::kNone, Activation::kRelu, Activation::kGelu, Activation::kQuickGelu}) {
      for (const std::size_t place : {0u, 33u, 69u}) {
        Matrix x = random_matrix(3, 70, random);
        x.row(1)[place] = std::numeric_limits<float>::quiet_NaN();
        const Matrix y = layer.linear({.precision = precision, .activation = activation}).apply(x);
        EXPECT_TRUE(std::ranges::all_of(y.row(1), [](float v) { return std::isnan(v); })) << name(precision);
        EXPECT_FALSE(find_non_finite(y.row(0))) << name(precision);
        EXPECT_FALSE(find_non_finite(y.row(2))) << name(precision);
      }
    }
  }
}

TEST(Linear, RefusesInt8WhereTheProcessorLacksIt) {
  if (int8_supported()) GTEST_SKIP() << "this processor has 8-bit products: " << instruction_set();
  Random random(9);
  const Layer layer(4, 4, random);
  EXPECT_THROW((void)layer.linear({.precision = Precision::kInt8}), Error);
}

TEST(Linear, DoesWithoutBias) {
  Random random(10);
  Layer layer(6, 5, random);
  const Matrix x = random_matrix(2, 6, random);
  const Matrix y = Linear({{6, 5}, layer.weight}, {}).apply(x);
  std::ranges::fill(layer.bias, 0.0f);
  for (std::size_t o = 0; o < 5; ++o) EXPECT_NEAR(y.row(1)[o], layer.expected(x.row(1), o), 1e-5);
}

TEST(Linear, MultipliesBfloat16WithinItsRounding) {
  if (!bfloat16_supported()) GTEST_SKIP() << "no bfloat16 on this processor: " << instruction_set();
  Random random(4);
  const Layer layer(256, 96, random);
  const Linear linear = layer.linear({.precision = Precision::kBfloat16});
  const Matrix x = random_matrix(33, 256, random);
  const Matrix y = linear.apply(x);
  for (std::size_t i = 0; i < 33; ++i)
    for (std::size_t o = 0; o < 96; ++o) ASSERT_NEAR(y.row(i)[o], layer.expected(x.row(i), o), 0.5);
}

TEST(Linear, RefusesBfloat16WhereTheProcessorLacksIt) {
  if (bfloat16_supported()) GTEST_SKIP() << "this processor has bfloat16: " << instruction_set();
  Random random(5);
  const Layer layer(4, 4, random);
  EXPECT_THROW((void)layer.linear({.precision = Precision::kBfloat16}), Error);
}

TEST(Linear, WorksFromSeveralThreadsAtOnce) {
  Random random(6);
  const Layer layer(64, 32, random);
  const Linear linear = layer.linear();
  const Matrix x = random_matrix(10, 64, random);
  const Matrix alone = linear.apply(x);
  std::vector<int> equal(4, 0);
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < equal.size(); ++t)
      threads.emplace_back([&, t] {
        for (int repeat = 0; repeat < 20; ++repeat) {
          const Matrix y = linear.apply(x);
          equal[t] += std::equal(y.data(), y.data() + 10 * 32, alone.data());
        }
      });
  }
  EXPECT_EQ(equal, std::vector<int>(4, 20));
}

TEST(Linear, RefusesShapesThatDoNotAgree) {
  const std::vector<float> values(12);
  const std::span<const float> all(values);
  EXPECT_THROW(Linear({{12}, all}, {{3}, all.first(3)}), Error);
  EXPECT_THROW(Linear({{4, 4}, all}, {{4}, all.first(4)}), Error);
  EXPECT_THROW(Linear({{4, 3}, all}, {{4}, all.first(4)}), Error);
  EXPECT_THROW(Linear({{0, 3}, all.first(0)}, {{3}, all.first(3)}), Error);
  const Linear linear({{4, 3}, all}, {{3}, all.first(3)});
  EXPECT_THROW((void)linear.apply(Matrix(2, 3)), Error);
  EXPECT_THROW((void)linear.apply_add(Matrix(2, 4), Matrix(1, 3)), Error);
}

TEST(Bfloat16, RoundsRowsAsSingleValues) {
  Random random(11);
  const std::vector<float> values = random_values(1003, random);
  std::vector<Bfloat16> one_by_one(values.size());
  std::vector<Bfloat16> rows(values.size());
  round_to_bfloat16(values, one_by_one);
  round_rows(values, rows.data());
  EXPECT_EQ(rows, one_by_one);
  EXPECT_EQ(widen_bfloat16(0xC020), -2.5f);
}

TEST(Bfloat16, RoundsToNearestEven) {
  const std::vector<float> values = {0.0f, 1.0f, -2.5f, 1.00390625f, 1.01171875f, 1.004f};
  std::vector<Bfloat16> rounded(values.size());
  round_to_bfloat16(values, rounded);
  EXPECT_EQ(rounded, (std::vector<Bfloat16>{0, 0x3F80, 0xC020, 0x3F80, 0x3F82, 0x3F81}));
}

}  // namespace
}  // namespace emo3d::nn
