#pragma once

#include "emo3d/base/json.h"
#include "emo3d/model/explanation.h"

namespace emo3d::service {

/// "felt", "denied" or "past".
[[nodiscard]] std::string_view name(reading::Stance stance);

/// {"clauses": [{"text", "stance", "emotions"}], "words": [{"text", "stance", "emotion", "strength"}], "actions":
/// [{"name", "negated", "channels"}], "channels": [{"channel", "score", "actions", "emotions"}]}.
[[nodiscard]] OrderedJson to_json(const model::Explanation& explanation);

}  // namespace emo3d::service
