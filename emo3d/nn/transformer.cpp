#include "emo3d/nn/transformer.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "emo3d/base/error.h"
#include "emo3d/nn/multiversion.h"

namespace emo3d::nn {
namespace {

EMO3D_MULTIVERSION void normalize(const float* x, const float* gain, const float* bias, std::size_t n, float epsilon,
                                  float* y) {
  const auto count = static_cast<float>(n);
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (std::size_t i = 0; i < n; ++i) sum += x[i];
  const float mean = sum / count;
  float squares = 0;
#pragma omp simd reduction(+ : squares)
  for (std::size_t i = 0; i < n; ++i) squares += (x[i] - mean) * (x[i] - mean);
  const float scale = 1.0f / std::sqrt(squares / count + epsilon);
#pragma omp simd
  for (std::size_t i = 0; i < n; ++i) y[i] = gain[i] * ((x[i] - mean) * scale) + bias[i];
}

EMO3D_MULTIVERSION void add_to(float* sum, const float* x, std::size_t n) {
#pragma omp simd
  for (std::size_t i = 0; i < n; ++i) sum[i] += x[i];
}

}  // namespace

void check_lengths(const Matrix& x, std::span<const std::size_t> lengths) {
  const std::size_t total = std::accumulate(lengths.begin(), lengths.end(), std::size_t{0});
  check(total == x.rows() && std::ranges::find(lengths, 0u) == lengths.end(), ErrorCode::kInvalidArgument,
        "{} texts of together {} rows (none empty) do not describe a matrix of {} rows", lengths.size(), total,
        x.rows());
}

Matrix layer_norm(const Matrix& x, std::span<const float> gain, std::span<const float> bias, float epsilon,
                  Team& team) {
  check(gain.size() == x.cols() && bias.size() == x.cols(), ErrorCode::kInvalidArgument,
        "layer norm: gain has {} values and bias {}, expected {}", gain.size(), bias.size(), x.cols());
  Matrix y(x.rows(), x.cols());
  // Sharing fewer rows would cost more than it brings; a team takes less than 2^16 pieces.
  const std::size_t piece = std::max<std::size_t>(16, x.rows() / 1024);
  team.run((x.rows() + piece - 1) / piece, [&](std::size_t p) {
    for (std::size_t i = p * piece; i < std::min(x.rows(), (p + 1) * piece); ++i)
      normalize(x.row(i).data(), gain.data(), bias.data(), x.cols(), epsilon, y.row(i).data());
  });
  return y;
}

Matrix layer_norm(const Matrix& x, std::span<const float> gain, std::span<const float> bias, float epsilon) {
  Team alone(1);
  return layer_norm(x, gain, bias, epsilon, alone);
}

Matrix mean_rows(const Matrix& x, std::span<const std::size_t> lengths) {
  check_lengths(x, lengths);
  Matrix means(lengths.size(), x.cols());
  std::size_t start = 0;
  for (std::size_t t = 0; t < lengths.size(); ++t) {
    const std::span<float> mean = means.row(t);
    std::ranges::fill(mean, 0.0f);
    for (std::size_t i = 0; i < lengths[t]; ++i) add_to(mean.data(), x.row(start + i).data(), x.cols());
    for (float& value : mean) value /= static_cast<float>(lengths[t]);
    start += lengths[t];
  }
  return means;
}

Matrix tanh(Matrix x) {
  std::transform(x.data(), x.data() + x.rows() * x.cols(), x.data(), [](float value) { return std::tanh(value); });
  return x;
}

Matrix normalize_rows(Matrix x, float epsilon) {
  for (std::size_t i = 0; i < x.rows(); ++i) {
    const std::span<float> row = x.row(i);
    float squares = 0;
    for (const float value : row) squares += value * value;
    const float scale = 1.0f / std::sqrt(std::max(squares, epsilon));
    for (float& value : row) value *= scale;
  }
  return x;
}

}  // namespace emo3d::nn
