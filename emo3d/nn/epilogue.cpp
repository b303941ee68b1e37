#include "emo3d/nn/epilogue.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "emo3d/nn/multiversion.h"
#include "emo3d/nn/vector.h"

namespace emo3d::nn {
namespace {

struct Nothing {
  EMO3D_INLINE Vector operator()(const Vector& x) const { return x; }
};

struct Relu {
  EMO3D_INLINE Vector operator()(const Vector& x) const { return x < Vector{} ? Vector{} : x; }  // NaN stays
};

/// erf by Abramowitz and Stegun 7.1.26 (absolute error below 1.5e-7).
struct Gelu {
  EMO3D_INLINE Vector operator()(const Vector& x) const {
    constexpr float kP = 0.3275911f;
    constexpr float kA1 = 0.254829592f, kA2 = -0.284496736f, kA3 = 1.421413741f, kA4 = -1.453152027f;
    constexpr float kA5 = 1.061405429f;
    constexpr float kInverseRoot2 = 0.70710678f;
    const Vector z = magnitude(x) * kInverseRoot2;
    const Vector t = 1.0f / (1.0f + kP * z);
    const Vector polynomial = t * (kA1 + t * (kA2 + t * (kA3 + t * (kA4 + t * kA5))));
    const Vector tail = polynomial * exp_of_non_positive(-z * z);  // 1 - erf(z)
    return 0.5f * x * (x < Vector{} ? tail : 2.0f - tail);
  }
};

struct QuickGelu {
  EMO3D_INLINE Vector operator()(const Vector& x) const {
    const Vector power = exp_of_non_positive(-1.702f * magnitude(x));
    return x * (x < Vector{} ? power : splat(1.0f)) / (1.0f + power);
  }
};

/// Sums in float32.
struct Floats {
  const float* sums;

  EMO3D_INLINE Floats row(std::size_t i, std::size_t columns) const { return {sums + i * columns}; }
  EMO3D_INLINE Vector operator()(std::size_t c) const { return load(sums + c); }
  EMO3D_INLINE Vector some(std::size_t c, std::size_t count) const { return load_some(sums + c, count); }
};

/// Sums of 8-bit products with the scales of their row and columns.
struct Integers {
  const std::int32_t* sums;
  const float* row_scales;
  const float* column_scales;

  EMO3D_INLINE Integers row(std::size_t i, std::size_t columns) const {
    return {sums + i * columns, row_scales + i, column_scales};
  }
  EMO3D_INLINE Vector operator()(std::size_t c) const {
    IntVector integers;
    std::memcpy(&integers, sums + c, sizeof integers);
    return __builtin_convertvector(integers, Vector) * (load(column_scales + c) * *row_scales);
  }
  EMO3D_INLINE Vector some(std::size_t c, std::size_t count) const {
    IntVector integers{};
    std::memcpy(&integers, sums + c, count * sizeof(std::int32_t));
    return __builtin_convertvector(integers, Vector) * (load_some(column_scales + c, count) * *row_scales);
  }
};

template <bool kAdd, typename Sums, typename Activate>
EMO3D_INLINE void finish_rows(const Block& block, const Sums& all, const Activate& activate) {
  for (std::size_t i = 0; i < block.rows; ++i) {
    const Sums sums = all.row(i, block.columns);
    float* output = block.output + i * block.stride;
    std::size_t c = 0;
    for (; c + kLanes <= block.columns; c += kLanes) {
      const Vector y = activate(sums(c) + load(block.bias + c));
      store(kAdd ? load(output + c) + y : y, output + c);
    }
    if (const std::size_t left = block.columns - c; left > 0) {
      const Vector y = activate(sums.some(c, left) + load_some(block.bias + c, left));
      store_some(kAdd ? load_some(output + c, left) + y : y, output + c, left);
    }
  }
}

template <typename Sums, typename Activate>
EMO3D_INLINE void finish_with(const Block& block, const Sums& sums, const Activate& activate) {
  if (block.add)
    finish_rows<true>(block, sums, activate);
  else
    finish_rows<false>(block, sums, activate);
}

template <typename Sums>
EMO3D_INLINE void finish_any(const Block& block, const Sums& sums) {
  switch (block.activation) {
    case Activation::kNone:
      return finish_with(block, sums, Nothing());
    case Activation::kRelu:
      return finish_with(block, sums, Relu());
    case Activation::kGelu:
      return finish_with(block, sums, Gelu());
    case Activation::kQuickGelu:
      return finish_with(block, sums, QuickGelu());
  }
}

EMO3D_MULTIVERSION void finish_floats(const Block& block, const float* sums) { finish_any(block, Floats{sums}); }

EMO3D_MULTIVERSION void finish_integers(const Block& block, const Integers& sums) { finish_any(block, sums); }

using HalfLanes = std::uint16_t __attribute__((vector_size(2 * kLanes)));
using ByteLanes = std::int8_t __attribute__((vector_size(kLanes)));
using WordLanes = std::uint32_t __attribute__((vector_size(4 * kLanes)));

EMO3D_INLINE HalfLanes rounded(const Vector& v) {
  const auto bits = reinterpret_cast<WordLanes>(v);
  const WordLanes upper = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
  return __builtin_convertvector(upper, HalfLanes);
}

EMO3D_MULTIVERSION void round_all(const float* values, std::size_t count, Bfloat16* to) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const HalfLanes halves = rounded(load(values + i));
    std::memcpy(to + i, &halves, sizeof halves);
  }
  if (i < count) {
    const HalfLanes halves = rounded(load_some(values + i, count - i));
    std::memcpy(to + i, &halves, (count - i) * sizeof(Bfloat16));
  }
}

EMO3D_INLINE ByteLanes quantized(const Vector& v, float inverse) {
  const Vector shifted = v * inverse + kRoundToInteger;
  const IntVector integers = reinterpret_cast<IntVector>(shifted) - reinterpret_cast<IntVector>(splat(kRoundToInteger));
  return __builtin_convertvector(integers, ByteLanes);
}

EMO3D_MULTIVERSION void quantize_row(const float* values, std::size_t columns, std::int8_t* to, float* scale) {
  constexpr float kHighest = 127.0f;
  constexpr std::size_t kSideBySide = 4;
  // As integers the magnitudes have the same order, and NaN is the largest of all.
  IntVector largest[kSideBySide] = {};
  std::size_t c = 0;
  for (; c + kSideBySide * kLanes <= columns; c += kSideBySide * kLanes)
    for (std::size_t n = 0; n < kSideBySide; ++n)
      largest[n] = larger(largest[n], magnitude_bits(load(values + c + n * kLanes)));
  for (; c + kLanes <= columns; c += kLanes) largest[0] = larger(largest[0], magnitude_bits(load(values + c)));
  if (c < columns) largest[1] = larger(largest[1], magnitude_bits(load_some(values + c, columns - c)));
  const IntVector lanes = larger(larger(largest[0], largest[1]), larger(largest[2], largest[3]));
  std::int32_t highest_bits = 0;
  for (std::size_t n = 0; n < kLanes; ++n) highest_bits = std::max<std::int32_t>(highest_bits, lanes[n]);
  const float highest = std::bit_cast<float>(highest_bits);
  const bool is_finite = std::isfinite(highest);
  // A row that holds NaN or infinity gives NaN, as it does in the other precisions.
  *scale = is_finite ? highest / kHighest : std::numeric_limits<float>::quiet_NaN();
  // Below the smallest normal number the quotient would overflow; such a row counts as zeros.
  const float inverse = is_finite && highest > 1e-30f ? kHighest / highest : 0.0f;
  for (c = 0; c + kLanes <= columns; c += kLanes) {
    const ByteLanes bytes = quantized(load(values + c), inverse);
    std::memcpy(to + c, &bytes, sizeof bytes);
  }
  if (c < columns) {
    const ByteLanes bytes = quantized(load_some(values + c, columns - c), inverse);
    std::memcpy(to + c, &bytes, columns - c);
  }
}

}  // namespace

void round_rows(std::span<const float> values, Bfloat16* to) { round_all(values.data(), values.size(), to); }

void quantize_rows(const float* values, std::size_t rows, std::size_t columns, std::int8_t* to, float* scales) {
  for (std::size_t i = 0; i < rows; ++i) quantize_row(values + i * columns, columns, to + i * columns, scales + i);
}

void finish(const Block& block, const float* sums) { finish_floats(block, sums); }

void finish(const Block& block, const std::int32_t* sums, const float* row_scales, const float* column_scales) {
  finish_integers(block, {sums, row_scales, column_scales});
}

}  // namespace emo3d::nn
