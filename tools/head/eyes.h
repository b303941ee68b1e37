#pragma once

#include <array>
#include <cmath>
#include <numbers>

#include "tools/head/displacement_field.h"
#include "tools/head/landmarks.h"

namespace emo3d::head {

inline constexpr double kEyeRadiusCm = 1.30;

/// Centre of the right eyeball; the left one is its mirror image.
[[nodiscard]] inline Vec right_eye_centre() { return {-3.13, 2.62, 2.60}; }

/// How strongly the movement of a lid acts at each of its points: 0 at the canthi, 1 in the middle.
[[nodiscard]] inline std::array<double, kLidPoints> lid_profile() {
  std::array<double, kLidPoints> profile{};
  for (int k = 0; k < kLidPoints; ++k) profile[k] = std::sin(std::numbers::pi * (k + 1) / (kLidPoints + 1));
  return profile;
}

/// Depth (z) at which the point above or below `p` lies on a sphere of `radius_cm` about the right eye; beside the
/// sphere, where there is none, the depth at its steep rim, `least_depth_cm` in front of the centre.
[[nodiscard]] inline double depth_on_right_eye(const Vec& p, double radius_cm, double least_depth_cm = 0.30) {
  const Vec centre = right_eye_centre();
  const double across = (p - centre).head<2>().squaredNorm();
  return centre.z() + std::sqrt(std::max(radius_cm * radius_cm - across, least_depth_cm * least_depth_cm));
}

}  // namespace emo3d::head
