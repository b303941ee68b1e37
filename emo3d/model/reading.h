#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emo3d/model/facial_action.h"

namespace emo3d::model {

/// What the words of a description say before any network sees them, in the mirror where `mirrored`.
struct Reading {
  std::string text;         ///< Plain, with canonical sides: the first side of the face named is left.
  bool mirrored = false;    ///< Whether sides were exchanged: what is predicted from the reading must be mirrored.
  bool names_side = false;  ///< Whether a side of the face is named at all.
  std::vector<FacialAction> actions;
  /// The text without the words of those actions, for they would drown the emotion; the whole text where
  /// only words like "he" are left.
  std::string feeling;
};

/// \param text must have passed check_description().
[[nodiscard]] Reading read_description(std::string_view text);

}  // namespace emo3d::model
