#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace emo3d::text {

/// `text` (UTF-8) as seen in a mirror: every whole word left and right is exchanged, likewise leftward(s), leftmost,
/// lefthand and lefthanded with their right counterparts; "left-hand" follows from its first word. So are the names of
/// channels ("mouthSmileLeft"). Lower case,
/// Capitalised and UPPER CASE are kept, so that mirroring twice is the identity; a word in any other mixture of cases
/// becomes lower case.
///
/// Words that merely contain the letters stay ("bright", "leftover"). Words are judged by their spelling alone: "all
/// right" becomes "all left", so mirror only a text that is about the sides of a face.
[[nodiscard]] std::string mirror_sides(std::string_view text);

/// Where in `word` (lower case) the side begins that mirror_sides() exchanges: 0 in "leftward", 10 in "mouthsmileleft",
/// nothing in "bright".
[[nodiscard]] std::optional<std::size_t> find_side(std::string_view word);

}  // namespace emo3d::text
