#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::reading {

/// A word of a text as the lexicon compares it.
struct WordToken {
  std::string text;
  std::size_t begin = 0, end = 0;  ///< Its bytes.
};

/// The words of `text` (lower case) as the lexicon compares them: compounds parted at their hyphens, emoji and
/// `emoticons` as words of their own, possessives and object pronouns as "the" ("his heart" and "her heart" are one
/// phrase), reflexives as "self"; marks and dashes are words of one character out of ",.;:!?". `emoticons` are sorted.
[[nodiscard]] std::vector<WordToken> word_tokens(std::string_view text, std::span<const std::string> emoticons);

[[nodiscard]] std::vector<std::string> texts_of(std::vector<WordToken> words);

/// Whether `c` belongs to a word: a letter, digit, apostrophe or any byte of a character beyond ASCII.
[[nodiscard]] bool is_word_byte(char c);

}  // namespace emo3d::reading
