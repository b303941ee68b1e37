#pragma once

#include <vector>

#include "emo3d/rig/complexion.h"
#include "emo3d/rig/skin.h"

namespace emo3d::rig {

/// sRGB colour of every skin vertex: flush, stubble, lips, mouth, nostrils, the dark line of the upper lashes.
/// Everything of `skin` but its colours must be set.
[[nodiscard]] std::vector<Vec3> skin_colours(const Skin& skin, const Complexion& complexion);

}  // namespace emo3d::rig
