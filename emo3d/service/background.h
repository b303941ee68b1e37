#pragma once

#include <string_view>

#include "emo3d/render/lighting.h"

namespace emo3d::service {

/// A background as users write it: "transparent", one colour, or "TOP,BOTTOM" for a gradient. A colour is #rrggbb
/// (sRGB) or one of white, black, grey, lightgrey, darkgrey, blue and green. \throws Error kInvalidArgument for
/// anything else.
[[nodiscard]] render::Background parse_background(std::string_view text);

}  // namespace emo3d::service
