#include "emo3d/nn/attention.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
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
std::vector<double> attention_in_double(const Matrix& qkv, std::size_t first, std::size_t rows, std::size_t heads,
                                        AttentionMask mask) {
  const std::size_t d = qkv.cols() / 3;
  const std::size_t width = d / heads;
  std::vector<double> out(rows * d, 0.0);
  for (std::size_t h = 0; h < heads; ++h) {
    for (std::size_t i = 0; i < rows; ++i) {
      const auto q = qkv.row(first + i).subspan(h * width, width);
      const std::size_t seen = mask == AttentionMask::kCausal ? i + 1 : rows;
      std::vector<double> p(seen);
      double sum = 0;
      for (std::size_t j = 0; j < seen; ++j) {
        const auto k = qkv.row(first + j).subspan(d + h * width, width);
        double dot = 0;
        for (std::size_t c = 0; c < width; ++c) dot += static_cast<double>(q[c]) * k[c];
        sum += p[j] = std::exp(dot / std::sqrt(static_cast<double>(width)));
      }
      for (std::size_t j = 0; j < seen; ++j)
        for (std::size_t c = 0; c < width; ++c)
          out[i * d + h * width + c] += p[j] / sum * qkv.row(first + j)[2 * d + h * width + c];
    }
  }
  return out;
}

TEST(SelfAttention, EqualsItsFormulaWithinEachText) {
  Random random(2);
  for (const std::size_t width : {1, 8, 12, 16, 40, 64, 80}) {
    for (const AttentionMask mask : {AttentionMask::kNone, AttentionMask::kCausal}) {
      constexpr std::size_t kHeads = 3;
      const std::vector<std::size_t> lengths = {1, 7, 20, 3, 77, 16};
      const std::size_t total = std::accumulate(lengths.begin(), lengths.end(), std::size_t{0});
      const Matrix qkv = random_matrix(total, 3 * kHeads * width, random, 1.5);
      for (const int threads : {1, 3}) {
        Team team(threads);
        const Matrix y = self_attention(qkv, lengths, kHeads, mask, team);
        std::size_t first = 0;
        for (const std::size_t rows : lengths) {
          const std::vector<double> expected = attention_in_double(qkv, first, rows, kHeads, mask);
          for (std::size_t i = 0; i < expected.size(); ++i)
            ASSERT_NEAR(y.data()[first * y.cols() + i], expected[i], 1e-5) << width << " wide, text of " << rows;
          first += rows;
        }
      }
    }
  }
}

TEST(SelfAttention, CausalRowsDoNotDependOnWhatFollows) {
  Random random(4);
  Team alone(1);
  const Matrix whole = random_matrix(33, 3 * 2 * 16, random);
  Matrix part(19, whole.cols());
  std::copy_n(whole.data(), part.rows() * part.cols(), part.data());
  const Matrix a = self_attention(whole, std::vector<std::size_t>{33}, 2, AttentionMask::kCausal, alone);
  const Matrix b = self_attention(part, std::vector<std::size_t>{19}, 2, AttentionMask::kCausal, alone);
  for (std::size_t i = 0; i < b.rows() * b.cols(); ++i) ASSERT_NEAR(a.data()[i], b.data()[i], 1e-6);
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

}  // namespace
}  // namespace emo3d::nn
