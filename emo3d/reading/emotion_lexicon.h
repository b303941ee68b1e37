#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "emo3d/reading/lexicon_data.h"
#include "emo3d/reading/phrase_table.h"
#include "emo3d/text/words.h"

namespace emo3d::reading {

/// Words of a text that tell an emotion; extents in bytes of the text.
struct EmotionPhrase {
  text::Extent bytes;    ///< With the words of degree around: "slightly annoyed".
  text::Extent feeling;  ///< The emotion words alone.
  Mixture mixture;       ///< What they mean, scaled by the words of degree.
};

/// The mixtures in one face: for each emotion the strongest; neutral only as far as it is the only one.
[[nodiscard]] emotion::Intensities strongest_of(std::span<const Mixture> mixtures);

/// Finds emotion words in any of their usual forms, the longest phrase first, with words of degree around them.
class EmotionLexicon {
 public:
  /// All words of the lexicon for which `keep` holds.
  explicit EmotionLexicon(const std::function<bool(std::string_view word)>& keep = [](std::string_view) {
    return true;
  });

  /// \param text as plain_text() makes it.
  [[nodiscard]] std::vector<EmotionPhrase> find(std::string_view text) const;
  /// Whether `word` stands in the lexicon, among the words of degree or in a phrase.
  [[nodiscard]] bool knows(std::string_view word) const;

 private:
  /// What a phrase of the table says; nothing for an ambiguous word.
  struct Meaning {
    std::optional<Mixture> mixture;
    std::optional<float> factor_on_next, factor_on_last;  ///< Put on the emotion word after or before it.
  };
  struct Phrase {
    std::size_t length = 0;  ///< In words; 0 where there is none.
    Meaning meaning;
  };
  using Words = std::span<const PhraseTable::WordIds>;

  Meaning& meaning_of(std::string_view text);
  void add_entries(const std::function<bool(std::string_view word)>& keep);
  [[nodiscard]] PhraseTable::WordIds ids_of(const std::string& word) const;
  [[nodiscard]] Phrase phrase_at(Words text) const;
  /// A word of degree for the emotion word before it ("smiles a little"), unless another emotion word follows.
  [[nodiscard]] Phrase degree_after(Words text) const;

  PhraseTable table_;
  std::vector<Meaning> meanings_;  ///< By value of the table.
  std::vector<std::string> emoticons_;
  std::unordered_map<std::string, std::string> participles_of_pasts_;  ///< "wept": "weeping".
  std::unordered_set<PhraseTable::WordId> adjectives_;                 ///< Those that "-ly" and "-er" may be put on.
};

/// The lexicon with all its words, built at the first call.
[[nodiscard]] const EmotionLexicon& whole_lexicon();

}  // namespace emo3d::reading
