#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include "emo3d/nn/multiversion.h"

/// Vectors of one AVX-512 register, by the extension that GCC and clang share; for smaller registers the compilers
/// split them. For loops in functions marked EMO3D_MULTIVERSION only.
namespace emo3d::nn {

using Vector = float __attribute__((vector_size(64)));
using IntVector = std::int32_t __attribute__((vector_size(64)));
constexpr std::size_t kLanes = sizeof(Vector) / sizeof(float);

[[nodiscard]] constexpr std::size_t rounded_to_lanes(std::size_t n) { return (n + kLanes - 1) / kLanes * kLanes; }

EMO3D_INLINE Vector splat(float x) { return x - Vector{}; }

EMO3D_INLINE Vector load(const float* from) {
  Vector v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
EMO3D_INLINE void store(const Vector& v, float* to) { std::memcpy(to, &v, sizeof v); }
/// The first `count` lanes, the others 0.
EMO3D_INLINE Vector load_some(const float* from, std::size_t count) {
  Vector v{};
  std::memcpy(&v, from, count * sizeof(float));
  return v;
}
EMO3D_INLINE void store_some(const Vector& v, float* to, std::size_t count) {
  std::memcpy(to, &v, count * sizeof(float));
}

EMO3D_INLINE Vector larger(const Vector& a, const Vector& b) { return a > b ? a : b; }
EMO3D_INLINE Vector magnitude(const Vector& v) {
  return reinterpret_cast<Vector>(reinterpret_cast<IntVector>(v) & std::numeric_limits<std::int32_t>::max());
}
/// As integers magnitudes have the order that they have as numbers, and NaN is above them all.
EMO3D_INLINE IntVector magnitude_bits(const Vector& v) { return reinterpret_cast<IntVector>(magnitude(v)); }
EMO3D_INLINE IntVector larger(const IntVector& a, const IntVector& b) { return a > b ? a : b; }
EMO3D_INLINE float sum_of_lanes(const Vector& v) {
  float sum = 0;
  for (std::size_t i = 0; i < kLanes; ++i) sum += v[i];
  return sum;
}
EMO3D_INLINE float largest_lane(const Vector& v) {
  float largest = v[0];
  for (std::size_t i = 1; i < kLanes; ++i) largest = v[i] > largest ? v[i] : largest;
  return largest;
}

/// 1.5 * 2^23: adding it to a small number leaves the nearest integer in the low bits.
constexpr float kRoundToInteger = 12582912.0f;

/// e^x for x <= 0 within 2e-7 relative (Cephes' expf: reduction by ln 2 and a polynomial of degree 7); 0 below -87.
EMO3D_INLINE Vector exp_of_non_positive(const Vector& x) {
  constexpr float kLog2E = 1.44269504f;
  constexpr float kLn2High = 0.693359375f;
  constexpr float kLn2Low = -2.12194440e-4f;
  const Vector lowest = splat(-87.0f);
  const Vector clamped = larger(x, lowest);
  const Vector shifted = clamped * kLog2E + kRoundToInteger;
  const Vector n = shifted - kRoundToInteger;
  const Vector r = (clamped - n * kLn2High) - n * kLn2Low;
  Vector p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  const Vector mantissa = p * r * r + r + 1.0f;
  const Vector power = reinterpret_cast<Vector>((reinterpret_cast<IntVector>(shifted) + 127) << 23);
  return x > lowest ? mantissa * power : Vector{};
}

}  // namespace emo3d::nn
