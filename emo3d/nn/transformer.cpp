#include "emo3d/nn/transformer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include "emo3d/base/error.h"

// GCC compiles the loops below for several instruction sets and chooses when the program starts. clang's and the
// sanitizers' support for that is incomplete; they get the baseline.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define EMO3D_MULTIVERSION __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define EMO3D_MULTIVERSION
#endif

namespace emo3d::nn {
namespace {

/// e^x for x <= 0 within 2e-7 relative (Cephes' expf: reduction by ln 2 and a polynomial of degree 7); 0 below -87.
/// Written without branches so that loops over it are vectorised.
inline float exp_of_non_positive(float x) {
  constexpr float kLog2E = 1.44269504f;
  constexpr float kLn2High = 0.693359375f;
  constexpr float kLn2Low = -2.12194440e-4f;
  constexpr float kRoundToInteger = 12582912.0f;  // 1.5 * 2^23: adding it leaves the nearest integer in the low bits
  const float clamped = x > -87.0f ? x : -87.0f;
  const float shifted = clamped * kLog2E + kRoundToInteger;
  const float n = shifted - kRoundToInteger;
  const float r = (clamped - n * kLn2High) - n * kLn2Low;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  const float mantissa = p * r * r + r + 1.0f;
  const float power = std::bit_cast<float>((std::bit_cast<std::uint32_t>(shifted) + 127) << 23);
  return x > -87.0f ? mantissa * power : 0.0f;
}

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

/// Where one head of one text lies: rows of `stride` floats, q, k, v and the output each `width` wide.
struct Head {
  const float* q;
  const float* k;
  const float* v;
  float* output;
  std::size_t rows;
  std::size_t width;
  std::size_t stride;
  std::size_t output_stride;
  float scale;
};

EMO3D_MULTIVERSION void attend(const Head& head, float* weights) {
  const std::size_t width = head.width;
  for (std::size_t i = 0; i < head.rows; ++i) {
    const float* q = head.q + i * head.stride;
    float highest = std::numeric_limits<float>::lowest();
    for (std::size_t j = 0; j < head.rows; ++j) {
      const float* k = head.k + j * head.stride;
      float dot = 0;
#pragma omp simd reduction(+ : dot)
      for (std::size_t c = 0; c < width; ++c) dot += q[c] * k[c];
      weights[j] = dot * head.scale;
      highest = std::max(highest, weights[j]);
    }
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t j = 0; j < head.rows; ++j) {
      weights[j] = exp_of_non_positive(weights[j] - highest);
      sum += weights[j];
    }
    float* output = head.output + i * head.output_stride;
    std::fill_n(output, width, 0.0f);
    for (std::size_t j = 0; j < head.rows; ++j) {
      const float* v = head.v + j * head.stride;
      const float weight = weights[j] / sum;
#pragma omp simd
      for (std::size_t c = 0; c < width; ++c) output[c] += weight * v[c];
    }
  }
}

EMO3D_MULTIVERSION void add_to(float* sum, const float* x, std::size_t n) {
#pragma omp simd
  for (std::size_t i = 0; i < n; ++i) sum[i] += x[i];
}

void check_lengths(const Matrix& x, std::span<const std::size_t> lengths) {
  const std::size_t total = std::accumulate(lengths.begin(), lengths.end(), std::size_t{0});
  check(total == x.rows() && std::ranges::find(lengths, 0u) == lengths.end(), ErrorCode::kInvalidArgument,
        "{} texts of together {} rows (none empty) do not describe a matrix of {} rows", lengths.size(), total,
        x.rows());
}

}  // namespace

Matrix layer_norm(const Matrix& x, std::span<const float> gain, std::span<const float> bias, float epsilon) {
  check(gain.size() == x.cols() && bias.size() == x.cols(), ErrorCode::kInvalidArgument,
        "layer norm: gain has {} values and bias {}, expected {}", gain.size(), bias.size(), x.cols());
  Matrix y(x.rows(), x.cols());
  for (std::size_t i = 0; i < x.rows(); ++i)
    normalize(x.row(i).data(), gain.data(), bias.data(), x.cols(), epsilon, y.row(i).data());
  return y;
}

Matrix self_attention(const Matrix& qkv, std::span<const std::size_t> lengths, std::size_t heads) {
  check_lengths(qkv, lengths);
  check(heads > 0 && qkv.cols() > 0 && qkv.cols() % (3 * heads) == 0, ErrorCode::kInvalidArgument,
        "attention: {} columns do not split into q, k and v of {} heads", qkv.cols(), heads);
  const std::size_t d = qkv.cols() / 3;
  const std::size_t width = d / heads;
  Matrix output(qkv.rows(), d);
  std::vector<float> weights(lengths.empty() ? 0 : *std::ranges::max_element(lengths));
  std::size_t start = 0;
  for (const std::size_t rows : lengths) {
    for (std::size_t h = 0; h < heads; ++h) {
      const float* q = qkv.data() + start * qkv.cols() + h * width;
      attend({.q = q,
              .k = q + d,
              .v = q + 2 * d,
              .output = output.data() + start * d + h * width,
              .rows = rows,
              .width = width,
              .stride = qkv.cols(),
              .output_stride = d,
              .scale = 1.0f / std::sqrt(static_cast<float>(width))},
             weights.data());
    }
    start += rows;
  }
  return output;
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
