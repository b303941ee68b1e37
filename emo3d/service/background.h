#pragma once

#include <string_view>

#include "emo3d/render/lighting.h"

namespace emo3d::service {

/// A background as users write it: "transparent", one colour, or "TOP,BOTTOM" for a gradient. A colour is #rrggbb
/// or #rgb (sRGB) or a name, in any case: white, silver, grey, black, lightgrey, darkgrey, red, maroon, yellow, olive,
/// lime, green, aqua, teal, blue, navy, purple or fuchsia. \throws Error kInvalidArgument for anything else.
[[nodiscard]] render::Background parse_background(std::string_view text);

}  // namespace emo3d::service
