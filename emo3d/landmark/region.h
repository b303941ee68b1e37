#pragma once

#include "emo3d/image/image.h"

namespace emo3d::landmark {

/// A rotated rectangle in an image: what a model looks at. In pixels; the image's upper left corner is (0,0).
struct Region {
  float center_x = 0;
  float center_y = 0;
  float width = 0;
  float height = 0;
  double rotation = 0;  ///< Radians, clockwise as seen.
};

/// A point in an image.
struct Point {
  float x = 0;
  float y = 0;
};

/// The whole image with what must stand around it to be a square; not rotated.
[[nodiscard]] Region whole_image(const image::Image& image);

/// The angle that differs from `radians` by whole turns and lies in [-pi, pi).
[[nodiscard]] float wrapped_angle(float radians);

}  // namespace emo3d::landmark
