#pragma once

#include <string_view>

#include "emo3d/base/json.h"

namespace emo3d::service {

/// Version, data and model folders, models and their state, persons of the built-in head with their descriptions,
/// precisions and how they run here, threads, instruction set.
[[nodiscard]] OrderedJson info();

/// Who a name or a seed is: description, every parameter of the shape, complexion and colours of hair and shirt (sRGB,
/// "#rrggbb"). \throws Error as rig::identity().
[[nodiscard]] OrderedJson identity_info(std::string_view name_or_seed);

}  // namespace emo3d::service
