#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace emo3d::nn {

/// The upper 16 bits of a float32.
using Bfloat16 = std::uint16_t;

/// Rounds finite values to the nearest bfloat16, ties to even; `rounded` must be as long as `values`.
inline void round_to_bfloat16(std::span<const float> values, std::span<Bfloat16> rounded) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(values[i]);
    rounded[i] = static_cast<Bfloat16>((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
  }
}

/// The value of a bfloat16, exactly.
[[nodiscard]] inline float widen_bfloat16(Bfloat16 bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

}  // namespace emo3d::nn
