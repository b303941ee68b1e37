#include "emo3d/nn/transformer.h"
#include "emo3d/nn/attention.h"

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

/// One text's attention in double.
std::vector<double> attention_in_double(const Matrix& qkv, std::size_t first, std::size_t rows, std::size_t heads) {
  const std::size_t d = qkv.cols() / 3;
  const std::size_t width = d / heads;
  std::vector<double> out(rows * d, 0.0);
  for (std::size_t h = 0; h < heads; ++h) {
    for (std::size_t i = 0; i < rows; ++i) {
      const auto q = qkv.row(first + i).subspan(h * width, width);
      std::vector<double> p(rows);
      double sum = 0;
      for (std::size_t j = 0; j < rows; ++j) {
        const auto k = qkv.row(first + j).subspan(d + h * width, width);
        double dot = 0;
        for (std::size_t c = 0; c < width; ++c) dot += static_cast<double>(q[c]) * k[c];
        sum += p[j] = std::exp(dot / std::sqrt(static_cast<double>(width)));
      }
      for (std::size_t j = 0; j < rows; ++j)
        for (std::size_t c = 0; c < width; ++c)
          out[i * d + h * width + c] += p[j] / sum * qkv.row(first + j)[2 * d + h * width + c];
    }
  }
  return out;
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

TEST(SelfAttention, EqualsItsFormulaWithinEachText) {
  Random random(2);
  constexpr std::size_t kHeads = 4;
  const std::vector<std::size_t> lengths = {1, 7, 20, 3};
  const Matrix qkv = random_matrix(31, 3 * kHeads * 12, random, 2);
  const Matrix y = self_attention(qkv, lengths, kHeads);
  std::size_t first = 0;
  for (const std::size_t rows : lengths) {
    const std::vector<double> expected = attention_in_double(qkv, first, rows, kHeads);
    for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(y.data()[first * y.cols() + i], expected[i], 1e-5);
    first += rows;
  }
}

TEST(SelfAttention, SurvivesScoresFarApart) {
  Matrix qkv(2, 3);  // one head of width 1: scores 0 and -1e6, then e^x would underflow
  const std::vector<float> values = {1000, 0, 5, 1000, -1000, 9};
  std::copy(values.begin(), values.end(), qkv.data());
  const Matrix y = self_attention(qkv, std::vector<std::size_t>{2}, 1);
  EXPECT_EQ(y.row(0)[0], 5);
  EXPECT_EQ(y.row(1)[0], 5);
}

TEST(SelfAttention, RefusesSizesThatDoNotAgree) {
  Random random(3);
  const Matrix qkv = random_matrix(4, 24, random);
  EXPECT_THROW((void)self_attention(qkv, std::vector<std::size_t>{3}, 4), Error);
  EXPECT_THROW((void)self_attention(qkv, std::vector<std::size_t>{4, 0}, 4), Error);
  EXPECT_THROW((void)self_attention(qkv, std::vector<std::size_t>{4}, 5), Error);
  EXPECT_THROW((void)self_attention(qkv, std::vector<std::size_t>{4}, 0), Error);
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
