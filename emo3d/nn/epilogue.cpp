#include "emo3d/nn/epilogue.h"

#include <algorithm>
#include <cmath>

#include "emo3d/nn/exponential.h"
#include "emo3d/nn/multiversion.h"

namespace emo3d::nn {
namespace {

/// erf by Abramowitz and Stegun 7.1.26 (absolute error below 1.5e-7).
EMO3D_INLINE float gelu(float x) {
  constexpr float kP = 0.3275911f;
  constexpr float kA1 = 0.254829592f, kA2 = -0.284496736f, kA3 = 1.421413741f, kA4 = -1.453152027f, kA5 = 1.061405429f;
  constexpr float kInverseRoot2 = 0.70710678f;
  const float magnitude = (x < 0 ? -x : x) * kInverseRoot2;
  const float t = 1.0f / (1.0f + kP * magnitude);
  const float polynomial = t * (kA1 + t * (kA2 + t * (kA3 + t * (kA4 + t * kA5))));
  const float tail = polynomial * exp_of_non_positive(-magnitude * magnitude);  // 1 - erf(magnitude)
  return 0.5f * x * (x < 0 ? tail : 2.0f - tail);
}

EMO3D_INLINE float quick_gelu(float x) {
  constexpr float kSlope = 1.702f;
  const float power = exp_of_non_positive(x < 0 ? kSlope * x : -kSlope * x);
  return x * (x < 0 ? power : 1.0f) / (1.0f + power);
}

/// `activate` over one row, in the row's own memory.
template <typename Activate>
EMO3D_INLINE void activate_row(float* row, std::size_t columns, const Activate& activate) {
#pragma omp simd
  for (std::size_t c = 0; c < columns; ++c) row[c] = activate(row[c]);
}

/// `row` holds sums with bias already; it becomes the output or is added to it.
EMO3D_INLINE void finish_row(const Block& block, float* row, float* output) {
  const std::size_t columns = block.columns;
  switch (block.activation) {
    case Activation::kNone:
      break;
    case Activation::kRelu:
      activate_row(
          row, columns, [](float x) __attribute__((always_inline)) { return x > 0 ? x : 0.0f; });
      break;
    case Activation::kGelu:
      activate_row(
          row, columns, [](float x) __attribute__((always_inline)) { return gelu(x); });
      break;
    case Activation::kQuickGelu:
      activate_row(
          row, columns, [](float x) __attribute__((always_inline)) { return quick_gelu(x); });
      break;
  }
  if (block.add) {
#pragma omp simd
    for (std::size_t c = 0; c < columns; ++c) output[c] += row[c];
  } else {
#pragma omp simd
    for (std::size_t c = 0; c < columns; ++c) output[c] = row[c];
  }
}

constexpr std::size_t kStrip = 256;  // columns finished at a time

EMO3D_MULTIVERSION void finish_floats(const Block& whole, const float* sums) {
  alignas(64) float row[kStrip];
  for (std::size_t first = 0; first < whole.columns; first += kStrip) {
    Block block = whole;
    block.columns = std::min(kStrip, whole.columns - first);
    const float* bias = whole.bias + first;
    for (std::size_t i = 0; i < whole.rows; ++i) {
      const float* sum = sums + i * whole.columns + first;
#pragma omp simd
      for (std::size_t c = 0; c < block.columns; ++c) row[c] = sum[c] + bias[c];
      finish_row(block, row, whole.output + i * whole.stride + first);
    }
  }
}

EMO3D_MULTIVERSION void finish_integers(const Block& whole, const std::int32_t* sums, const float* row_scales,
                                        const float* column_scales) {
  alignas(64) float row[kStrip];
  for (std::size_t first = 0; first < whole.columns; first += kStrip) {
    Block block = whole;
    block.columns = std::min(kStrip, whole.columns - first);
    const float* bias = whole.bias + first;
    const float* scales = column_scales + first;
    for (std::size_t i = 0; i < whole.rows; ++i) {
      const std::int32_t* sum = sums + i * whole.columns + first;
      const float row_scale = row_scales[i];
#pragma omp simd
      for (std::size_t c = 0; c < block.columns; ++c)
        row[c] = static_cast<float>(sum[c]) * (row_scale * scales[c]) + bias[c];
      finish_row(block, row, whole.output + i * whole.stride + first);
    }
  }
}

EMO3D_MULTIVERSION void round_all(const float* values, std::size_t count, Bfloat16* rounded) {
#pragma omp simd
  for (std::size_t i = 0; i < count; ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(values[i]);
    rounded[i] = static_cast<Bfloat16>((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
  }
}

EMO3D_MULTIVERSION void quantize_row(const float* values, std::size_t columns, std::int8_t* quantized, float* scale) {
  constexpr float kHighest = 127.0f;
  constexpr float kRoundToInteger = 12582912.0f;  // 1.5 * 2^23: adding it leaves the nearest integer in the low bits
  float largest = 0;
#pragma omp simd reduction(max : largest)
  for (std::size_t c = 0; c < columns; ++c) {
    const float magnitude = values[c] < 0 ? -values[c] : values[c];
    largest = magnitude > largest ? magnitude : largest;
  }
  *scale = largest / kHighest;
  // Below the smallest normal number the quotient would overflow; such a row counts as zeros.
  const float inverse = largest > 1e-30f ? kHighest / largest : 0.0f;
#pragma omp simd
  for (std::size_t c = 0; c < columns; ++c) {
    const float shifted = values[c] * inverse + kRoundToInteger;
    quantized[c] =
        static_cast<std::int8_t>(std::bit_cast<std::int32_t>(shifted) - std::bit_cast<std::int32_t>(kRoundToInteger));
  }
}

}  // namespace

void round_rows(std::span<const float> values, Bfloat16* rounded) { round_all(values.data(), values.size(), rounded); }

void quantize_rows(const float* values, std::size_t rows, std::size_t columns, std::int8_t* quantized, float* scales) {
  for (std::size_t i = 0; i < rows; ++i)
    quantize_row(values + i * columns, columns, quantized + i * columns, scales + i);
}

void finish(const Block& block, const float* sums) { finish_floats(block, sums); }

void finish(const Block& block, const std::int32_t* sums, const float* row_scales, const float* column_scales) {
  finish_integers(block, sums, row_scales, column_scales);
}

}  // namespace emo3d::nn
