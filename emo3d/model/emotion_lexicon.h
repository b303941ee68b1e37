#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/model/lexicon_data.h"

namespace emo3d::model {

/// What the emotion words of a text say outright.
struct LexiconReading {
  std::vector<Mixture> felt;  ///< One for each emotion word, scaled by its words of degree ("slightly", "a trace of").
  std::vector<Mixture> denied;  ///< The same for words under a negation ("not angry", "without fear").

  /// The felt mixtures in one face: for each emotion the strongest; neutral only as far as it is the only one.
  [[nodiscard]] emotion::Intensities intensities() const;
};

/// Finds emotion words, the longest first, with words of degree before them and negations that reach them. A negation
/// reaches over seven words, to the end of the clause or to a "but".
class EmotionLexicon {
 public:
  /// All words of the lexicon for which `keep` holds.
  explicit EmotionLexicon(const std::function<bool(std::string_view word)>& keep = [](std::string_view) {
    return true;
  });

  /// \param text as plain_text() makes it.
  [[nodiscard]] LexiconReading read(std::string_view text) const;

 private:
  std::map<std::string, Mixture, std::less<>> words_;
  std::map<std::string, float, std::less<>> degrees_;
};

}  // namespace emo3d::model
