#pragma once

#include <vector>

#include "emo3d/rig/complexion.h"
#include "emo3d/rig/skin.h"

namespace emo3d::rig {

/// Pores, freckles and age spots of every skin vertex, at rest and without wrinkles.
[[nodiscard]] std::vector<SkinDetail> skin_detail(const Skin& skin, const Complexion& complexion);

}  // namespace emo3d::rig
