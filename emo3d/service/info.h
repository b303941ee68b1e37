#pragma once

#include "emo3d/base/json.h"

namespace emo3d::service {

/// Version, data and model folders, models and their state, persons of the built-in head with their descriptions,
/// precisions and how they run here, threads, instruction set.
[[nodiscard]] OrderedJson info();

}  // namespace emo3d::service
