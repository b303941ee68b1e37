#pragma once

#include <cstdint>
#include <cstring>

/// Four numbers that are computed side by side. These are the vector extensions of GCC and Clang: each lane is exactly
/// the scalar operation, so results do not depend on the compiler, its flags or the instruction set.
namespace emo3d::render {

using Float4 = float __attribute__((vector_size(16)));
using Int4 = std::int32_t __attribute__((vector_size(16)));

using Uint4 = std::uint32_t __attribute__((vector_size(16)));

inline constexpr int kLanes = 4;

/// Three numbers, four times side by side.
struct Float4x3 {
  Float4 x, y, z;
};

[[nodiscard]] inline Float4 splat(float value) { return Float4{value, value, value, value}; }

[[nodiscard]] inline Float4 max(Float4 a, Float4 b) { return a > b ? a : b; }
[[nodiscard]] inline Float4 min(Float4 a, Float4 b) { return a < b ? a : b; }
[[nodiscard]] inline Float4 clamp01(Float4 a) { return min(max(a, splat(0.0f)), splat(1.0f)); }

[[nodiscard]] inline Float4 load(const float* from) {
  Float4 lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

inline void store(float* to, Float4 lanes) { std::memcpy(to, &lanes, sizeof lanes); }

[[nodiscard]] inline Float4x3 operator+(const Float4x3& a, const Float4x3& b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
[[nodiscard]] inline Float4x3 operator-(const Float4x3& a, const Float4x3& b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
[[nodiscard]] inline Float4x3 operator*(const Float4x3& a, const Float4x3& b) {
  return {a.x * b.x, a.y * b.y, a.z * b.z};
}
[[nodiscard]] inline Float4x3 operator*(const Float4x3& a, Float4 b) { return {a.x * b, a.y * b, a.z * b}; }
[[nodiscard]] inline Float4 dot(const Float4x3& a, const Float4x3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

/// 0 up to `low`, 1 from `high` on, smooth between.
[[nodiscard]] inline Float4 smoothstep(float low, float high, Float4 x) {
  const Float4 t = clamp01((x - low) * (1.0f / (high - low)));
  return t * t * (3.0f - 2.0f * t);
}

/// True where any bit of any lane is set.
[[nodiscard]] inline bool any(Int4 mask) {
  using Halves = std::uint64_t __attribute__((vector_size(16)));
  const auto halves = reinterpret_cast<Halves>(mask);
  return (halves[0] | halves[1]) != 0;
}

/// 1 / sqrt(a) for positive, normal a, with a relative error below 5e-6. A first guess from the bits of the number and
/// two steps of Newton's method: cheaper than a square root and a division, and the same bits everywhere.
[[nodiscard]] inline Float4 inverse_sqrt(Float4 a) {
  const Int4 guess = 0x5f375a86 - (reinterpret_cast<Int4>(a) >> 1);
  auto y = reinterpret_cast<Float4>(guess);
  const Float4 half = a * 0.5f;
  y = y * (1.5f - half * y * y);
  y = y * (1.5f - half * y * y);
  return y;
}

}  // namespace emo3d::render
