#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace emo3d::text {

/// The letters of a text by script (Unicode Standard Annex 24).
struct LetterCount {
  std::size_t latin = 0;
  std::size_t other = 0;     ///< Letters of all other scripts together.
  std::string other_script;  ///< English name of the most frequent of those ("Cyrillic"); empty where there is none.
};

/// Counts letters, not digits, marks or signs. Invalid UTF-8 counts as nothing.
[[nodiscard]] LetterCount count_letters(std::string_view utf8);

}  // namespace emo3d::text
