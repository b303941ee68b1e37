#include "emo3d/landmark/region.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace emo3d::landmark {

Region whole_image(const image::Image& image) {
  const auto width = static_cast<float>(image.width());
  const auto height = static_cast<float>(image.height());
  const float side = std::max(width, height);
  return {width / 2, height / 2, side, side, 0};
}

float wrapped_angle(float radians) {
  constexpr double kPi = std::numbers::pi;
  return static_cast<float>(radians - 2 * kPi * std::floor((radians + kPi) / (2 * kPi)));
}

}  // namespace emo3d::landmark
