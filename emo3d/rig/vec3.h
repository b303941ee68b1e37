#pragma once

#include <cmath>

namespace emo3d::rig {

/// A point, direction or colour.
struct Vec3 {
  float x = 0, y = 0, z = 0;

  Vec3& operator+=(const Vec3& b) {
    x += b.x;
    y += b.y;
    z += b.z;
    return *this;
  }
  friend bool operator==(const Vec3&, const Vec3&) = default;
};

[[nodiscard]] constexpr Vec3 operator+(const Vec3& a, const Vec3& b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
[[nodiscard]] constexpr Vec3 operator-(const Vec3& a, const Vec3& b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
[[nodiscard]] constexpr Vec3 operator*(const Vec3& a, float s) { return {a.x * s, a.y * s, a.z * s}; }
[[nodiscard]] constexpr float dot(const Vec3& a, const Vec3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
[[nodiscard]] constexpr Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
/// (1 - t) * a + t * b.
[[nodiscard]] constexpr Vec3 mix(const Vec3& a, const Vec3& b, float t) { return a * (1 - t) + b * t; }
[[nodiscard]] inline float length(const Vec3& a) { return std::sqrt(dot(a, a)); }
/// `a` at length 1; +Z where it has none.
[[nodiscard]] inline Vec3 unit(const Vec3& a) {
  const float l = length(a);
  return l > 1e-12f ? a * (1 / l) : Vec3{0, 0, 1};
}

}  // namespace emo3d::rig
