#pragma once

#include <string_view>

namespace emo3d::reading {

/// Whether a letter stands three times or more in a row ("sooo"), other than those of `ignored`.
[[nodiscard]] bool draws_out(std::string_view text, std::string_view ignored = {});

/// How loudly a text is written, from 0 (plainly) to 1: exclamation marks in a row, words in capitals, letters drawn
/// out
/// ("sooo happy"). An acronym alone ("the BBC") is not loud.
[[nodiscard]] float emphasis(std::string_view text);

}  // namespace emo3d::reading
