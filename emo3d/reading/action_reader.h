#pragma once

#include <string_view>
#include <vector>

#include "emo3d/reading/facial_action.h"

namespace emo3d::reading {

/// What find_facial_actions() returns.
[[nodiscard]] std::vector<FacialAction> read_actions(std::string_view text);

}  // namespace emo3d::reading
