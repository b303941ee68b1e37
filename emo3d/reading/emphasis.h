#pragma once

#include <string_view>

namespace emo3d::reading {

/// How loudly a text is written, from 0 (plainly) to 1: exclamation marks in a row, words in capitals, letters drawn
/// out
/// ("sooo happy"). An acronym alone ("the BBC") is not loud.
[[nodiscard]] float emphasis(std::string_view text);

}  // namespace emo3d::reading
