#pragma once

#include <string>
#include <string_view>

#include "emo3d/face/expression.h"
#include "emo3d/render/camera.h"
#include "emo3d/rig/figure.h"

namespace emo3d::service {

struct PictureOptions {
  int size_px = 1024;  ///< Width and height.
  render::View view = render::View::kFront;
  unsigned threads = 0;
};

/// `figure` with this expression as the bytes of a PNG file. \throws Error for a size out of range.
[[nodiscard]] std::string draw_png(const rig::Figure& figure, const face::Expression& expression,
                                   const PictureOptions& options);

/// "front", "left", "right" or "three-quarter". \throws Error kInvalidArgument for anything else.
[[nodiscard]] render::View parse_view(std::string_view name);

}  // namespace emo3d::service
