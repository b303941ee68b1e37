#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::model {

/// The words of `text` (lower case) as the lexicon compares them: compounds parted at their hyphens, emoji and
/// `emoticons` as words of their own, possessives and object pronouns as "the" ("his heart" and "her heart" are one
/// phrase), reflexives as "self"; marks and dashes are words of one character out of ",.;:!?". `emoticons` are sorted.
[[nodiscard]] std::vector<std::string> word_tokens(std::string_view text, std::span<const std::string> emoticons);

/// Whether `word` of word_tokens() is a mark.
[[nodiscard]] bool is_mark(std::string_view word);

/// Whether `c` belongs to a word: a letter, digit, apostrophe or any byte of a character beyond ASCII.
[[nodiscard]] bool is_word_byte(char c);

}  // namespace emo3d::model
