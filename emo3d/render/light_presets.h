#pragma once

#include <span>
#include <string_view>

#include "emo3d/render/lighting.h"

namespace emo3d::render {

/// A way to light the head that can be named.
struct LightPreset {
  std::string_view name;
  std::string_view description;  ///< A few words for help texts.
  Lighting lighting;
  Background background;  ///< What suits the light, where nobody asks for another.
};

/// All presets; the first, "studio", is Lighting{}. Each is chosen by eye on the built-in head; the lamps keep to the
/// camera, so a head that turns is lit from the same side of the picture.
[[nodiscard]] std::span<const LightPreset> light_presets();

}  // namespace emo3d::render
