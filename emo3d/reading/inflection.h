#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Back from forms of regular English words to those that the word lists hold. What is returned may be no word at all
/// ("glassing"): it is meant to be looked up.
namespace emo3d::reading {

/// The forms in -ing that `word` may belong to: "cries", "cried" and "cry" to "crying", "grinned" to "grinning".
/// Irregular pasts are left to the caller.
[[nodiscard]] std::vector<std::string> participles_of(std::string_view word);

/// The adjectives that `word` may be made from: "angrily", "angrier", "angriest" and "angriness" from "angry".
[[nodiscard]] std::vector<std::string> adjectives_of(std::string_view word);

/// "soo", "so" for "sooooo": each run of three or more equal letters as two and as one; nothing where there is none.
[[nodiscard]] std::vector<std::string> shortened(std::string_view word);

}  // namespace emo3d::reading
