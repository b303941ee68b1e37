#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/model/clause.h"
#include "emo3d/model/lexicon_data.h"

namespace emo3d::model {

/// Words of a text that tell an emotion.
struct EmotionPhrase {
  Extent words;     ///< With the words of degree around ("slightly annoyed").
  Extent feeling;   ///< The emotion words alone.
  Mixture mixture;  ///< What they mean, scaled by the words of degree.
};

/// The mixtures in one face: for each emotion the strongest; neutral only as far as it is the only one.
[[nodiscard]] emotion::Intensities strongest_of(std::span<const Mixture> mixtures);

/// Finds emotion words, the longest phrase first, with words of degree before them.
class EmotionLexicon {
 public:
  /// All words of the lexicon for which `keep` holds.
  explicit EmotionLexicon(const std::function<bool(std::string_view word)>& keep = [](std::string_view) {
    return true;
  });

  /// \param text as plain_text() makes it.
  /// In order; the extents count the words of text::find_words(text).
  [[nodiscard]] std::vector<EmotionPhrase> find(std::string_view text) const;
  /// Whether `word` is an emotion word or a word of degree.
  [[nodiscard]] bool knows(std::string_view word) const;

 private:
  std::map<std::string, Mixture, std::less<>> words_;
  std::map<std::string, float, std::less<>> degrees_;
};

}  // namespace emo3d::model
