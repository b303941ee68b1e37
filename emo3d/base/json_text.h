#pragma once

#include <string>

#include "emo3d/base/json.h"

namespace emo3d {

/// JSON as text, in one line or indented by `indent` blanks. Bytes that are no UTF-8, as paths may hold, become U+FFFD.
/// Numbers have the fewest digits that tell them apart, where nlohmann's own writing may end in a stray one
/// (0.7909080000000001 for 0.790908).
[[nodiscard]] std::string json_text(const OrderedJson& json, int indent = -1);

}  // namespace emo3d
