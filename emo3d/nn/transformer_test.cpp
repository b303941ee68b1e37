#include "emo3d/nn/transformer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/random.h"

namespace emo3d::nn {
namespace {

Matrix random_matrix(std::size_t rows, std::size_t cols, Random& random, double scale = 1) {
  Matrix m(rows, cols);
  for (std::size_t i = 0; i < rows * cols; ++i) m.data()[i] = static_cast<float>(scale * random.normal());
  return m;
}

TEST(LayerNorm, EqualsItsFormula) {
  Random random(1);
  const Matrix x = random_matrix(5, 37, random, 3);
  const Matrix parameters = random_matrix(2, 37, random);
  const Matrix y = layer_norm(x, parameters.row(0), parameters.row(1), 1e-6f);
  for (std::size_t i = 0; i < 5; ++i) {
    double mean = 0;
    double variance = 0;
    for (const float v : x.row(i)) mean += v / 37.0;
    for (const float v : x.row(i)) variance += (v - mean) * (v - mean) / 37.0;
    for (std::size_t c = 0; c < 37; ++c)
      EXPECT_NEAR(y.row(i)[c],
                  parameters.row(0)[c] * (x.row(i)[c] - mean) / std::sqrt(variance + 1e-6) + parameters.row(1)[c],
                  1e-5);
  }
  EXPECT_THROW((void)layer_norm(x, parameters.row(0).first(36), parameters.row(1), 1e-6f), Error);
}

TEST(MeanRows, AveragesEachTextByItself) {
  Matrix x(3, 2);
  const std::vector<float> values = {1, 2, 3, 6, -5, 0.5f};
  std::copy(values.begin(), values.end(), x.data());
  const Matrix means = mean_rows(x, std::vector<std::size_t>{2, 1});
  EXPECT_EQ(std::vector<float>(means.data(), means.data() + 4), (std::vector<float>{2, 4, -5, 0.5f}));
  EXPECT_THROW((void)mean_rows(x, std::vector<std::size_t>{2}), Error);
}

TEST(NormalizeRows, GivesUnitLengthAndLeavesZeroAlone) {
  Matrix x(2, 2);
  const std::vector<float> values = {3, 4, 0, 0};
  std::copy(values.begin(), values.end(), x.data());
  const Matrix y = normalize_rows(std::move(x), 1e-12f);
  EXPECT_FLOAT_EQ(y.row(0)[0], 0.6f);
  EXPECT_FLOAT_EQ(y.row(0)[1], 0.8f);
  EXPECT_EQ(y.row(1)[0], 0.0f);
}

TEST(Matrix, ZeroesTheRowsThatRoundItUp) {
  const Matrix m(Matrix::kRowBlock + 1, 3);
  for (std::size_t i = (Matrix::kRowBlock + 1) * 3; i < 2 * Matrix::kRowBlock * 3; ++i) EXPECT_EQ(m.data()[i], 0.0f);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(m.data()) % 64, 0u);
  EXPECT_THROW(Matrix(std::numeric_limits<std::size_t>::max() / 8, 64), std::bad_alloc);
}

TEST(Tensor, CountsElementsWithoutOverflow) {
  EXPECT_EQ(element_count(std::vector<std::size_t>{}), 1u);
  EXPECT_EQ(element_count(std::vector<std::size_t>{3, 0, 5}), 0u);
  EXPECT_EQ(element_count(std::vector<std::size_t>{std::size_t{1} << 33, std::size_t{1} << 33}), std::nullopt);
}

TEST(Tensor, FindsTheFirstValueThatIsNotFinite) {
  std::vector<float> values(5000, 1e38f);
  EXPECT_EQ(find_non_finite(values), std::nullopt);
  values[4321] = -std::numeric_limits<float>::infinity();
  values[4800] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(find_non_finite(values), 4321u);
}

}  // namespace
}  // namespace emo3d::nn
