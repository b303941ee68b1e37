#pragma once

#include <bit>
#include <cstdint>

namespace emo3d {

/// The value of an IEEE half-precision number, exactly.
[[nodiscard]] inline float widen_half(std::uint16_t bits) {
  constexpr std::uint32_t kHalfInfinity = 0x7C00, kMantissa = 0x3FF;
  const std::uint32_t sign = (bits & 0x8000U) << 16;
  const std::uint32_t exponent = bits & kHalfInfinity;
  const std::uint32_t mantissa = bits & kMantissa;
  if (exponent == kHalfInfinity) return std::bit_cast<float>(sign | 0x7F800000U | (mantissa << 13));
  if (exponent == 0) {  // zero and what is below the smallest normal number, multiples of 2^-24
    const float value = static_cast<float>(mantissa) * 0x1p-24F;
    return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(value));
  }
  constexpr std::uint32_t kBiasDifference = (127 - 15) << 23;
  return std::bit_cast<float>(sign | (((exponent | mantissa) << 13) + kBiasDifference));
}

}  // namespace emo3d
