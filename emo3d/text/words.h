#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "emo3d/base/utf8.h"

/// The words of a description, as every rule that reads them sees them.
///
///     for (const Word& word : find_words("wide-eyed, he doesn't move the left-hand brow"))
///       std::cout << word.text << '|';  // wide-eyed|,|he|doesn't|move|the|left|hand|brow|
namespace emo3d::text {

/// Some consecutive bytes of a text, or words of it: [begin, end).
struct Extent {
  std::size_t begin = 0, end = 0;
};

/// A word or a mark of a text.
struct Word {
  std::string_view text;           ///< Points into the text.
  std::size_t begin = 0, end = 0;  ///< Its bytes.
  bool mark = false;               ///< Whether it parts clauses: , ; : . ! ? ( ) and dashes.
};

/// The words and marks of `text` (lower case), in order. Words are letters (of any script), digits and '_'; an
/// apostrophe or a hyphen between them joins ("doesn't", "wide-eyed") except beside a side ("left-hand" is two words,
/// so that a side is always a word of its own), and so do the point and the per cent sign of a number ("0.7", "70%").
/// "&" and "+" are words. Blanks, quotation marks and all else only part words.
[[nodiscard]] std::vector<Word> find_words(std::string_view text);

/// Whether `text` begins with a mark that parts clauses.
[[nodiscard]] bool is_mark(std::string_view text);

/// Whether `c` can stand in a word by itself.
[[nodiscard]] bool is_word_character(const Utf8Char& c);

}  // namespace emo3d::text
