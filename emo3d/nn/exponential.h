#pragma once

#include <bit>
#include <cstdint>

#include "emo3d/nn/multiversion.h"

namespace emo3d::nn {

/// e^x for x <= 0 within 2e-7 relative (Cephes' expf: reduction by ln 2 and a polynomial of degree 7); 0 below -87.
/// Written without branches so that loops over it are vectorised.
[[nodiscard]] EMO3D_INLINE float exp_of_non_positive(float x) {
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

}  // namespace emo3d::nn
