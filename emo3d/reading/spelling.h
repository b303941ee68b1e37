#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::reading {

struct Correction {
  std::string written, meant;
  friend bool operator==(const Correction&, const Correction&) = default;
};

struct Spelling {
  std::string text;                     ///< With the corrections.
  std::vector<Correction> corrections;  ///< In order.
};

/// Whether `word` (lower case, four letters or more) is English by SCOWL's small lists.
[[nodiscard]] bool is_english(std::string_view word);

/// Corrects words with one slip of the keyboard: a letter left out, doubled, added, replaced, or two exchanged
/// ("furiuos"). Only words of four letters or more that are unknown - not in the word lists of emo3d, in no form of
/// them - and one slip away from a known one are changed; of several, to the commonest and likeliest. Names (capitals
/// within a sentence) stay, as do texts in which most long words are unknown: they are in another language. \param text
/// UTF-8 as a user wrote it. \param also_known tells of a word (lower case) that the lists do not have whether it is
/// one all the same.
[[nodiscard]] Spelling correct_spelling(
    std::string_view text,
    const std::function<bool(std::string_view word)>& also_known = [](std::string_view) { return false; });

}  // namespace emo3d::reading
