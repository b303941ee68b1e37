#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emo3d/reading/emotion_lexicon.h"
#include "emo3d/reading/facial_action.h"
#include "emo3d/reading/stance.h"

namespace emo3d::reading {

/// Words of the lexicon in a description.
struct FeelingWords {
  std::string text;  ///< With the words of degree.
  Mixture mixture;   ///< What they mean, the degree applied.
  Stance stance = Stance::kFelt;
};

/// Words that belong together, and how the description stands to them.
struct StancedClause {
  std::string text;
  Stance stance = Stance::kFelt;
};

/// What the words of a description say before any network sees them, in the mirror where `mirrored`.
struct Reading {
  std::string text;         ///< Plain, with canonical sides: the first side of the face named is left.
  bool mirrored = false;    ///< Whether sides were exchanged: what is predicted from the reading must be mirrored.
  bool names_side = false;  ///< Whether a side of the face is named at all.
  float emphasis = 0;       ///< How loudly it is written, 0 to 1 (see emphasis()).
  bool abusive = false;     ///< Whether an insult stands in it.
  std::vector<FacialAction> actions;
  std::vector<FeelingWords> feelings;  ///< In order.
  std::vector<StancedClause> clauses;  ///< In order; never of Stance::kCue.
  /// What the network reads: the text without the words of actions, for they would drown the emotion, and without what
  /// is denied, past or only says so. Where only words like "he" are left: the whole text, or nothing if something is
  /// denied. Empty where there is no word at all.
  std::string felt;
  std::string denied;  ///< The words that are denied.

  /// Of the feelings with Stance::kFelt.
  [[nodiscard]] std::vector<Mixture> felt_mixtures() const;
};

/// \param text must have passed check_description().
[[nodiscard]] Reading read_description(std::string_view text, const EmotionLexicon& lexicon = whole_lexicon());

}  // namespace emo3d::reading
