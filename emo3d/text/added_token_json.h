#pragma once

#include <string_view>

#include "emo3d/base/json.h"
#include "emo3d/text/added_tokens.h"

namespace emo3d::text {

/// Reads an entry of `added_tokens` or `added_tokens_decoder`: {"content", "lstrip", "rstrip", "single_word", ...}.
/// \throws Error kInvalidData naming `source`, also for a token that is only to be found as a whole word, which no
/// encoder of emo3d has.
[[nodiscard]] AddedToken parse_added_token(const Json& json, std::size_t id, std::string_view source);

}  // namespace emo3d::text
