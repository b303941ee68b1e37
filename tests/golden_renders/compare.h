#pragma once

#include <string>

#include "emo3d/image/image.h"

namespace emo3d::testing {

/// How a picture differs from the one it should be.
struct PictureDifference {
  bool same = true;
  std::string report{};  ///< How many pixels differ and which most, or that the sizes do; empty where nothing does.
  image::Image picture{1, 1};  ///< Where they differ: grey as the expected picture, dimmed, with differences in red.
};

[[nodiscard]] PictureDifference compare(const image::Image& expected, const image::Image& drawn);

}  // namespace emo3d::testing
