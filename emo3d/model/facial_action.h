#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/face/expression.h"

/// Facial actions that a description names outright, whatever the emotion.
///
///     auto actions = find_facial_actions("raises her left eyebrow and closes the right eye");
///     face::Expression e = apply_actions(actions, felt);  // browOuterUpLeft 0.95, eyeBlinkRight 1; the rest as felt
namespace emo3d::model {

struct ChannelScore {
  face::Channel channel;
  float score;  ///< 0 where the action rules a movement out: an eye that is shut is not wide.
  friend bool operator==(const ChannelScore&, const ChannelScore&) = default;
};

/// One action in a text and the scores it demands of the channels it is about.
struct FacialAction {
  std::string name;  ///< "brow up", "eye close".
  std::vector<ChannelScore> scores;
  std::size_t begin, end;      ///< The bytes of the text that say it.
  bool tells_feeling = false;  ///< Whether these words say something of the emotion too ("frowns").
  friend bool operator==(const FacialAction&, const FacialAction&) = default;
};

/// Finds a part of the face, what it does, and the side, clause by clause, in `text` (lower case). A negated action is
/// left out; "slightly" halves one; an eyebrow or eye without a side is the left one; "both" and plurals mean both
/// sides; a clause may leave out what the clause before it said ("raises the left eyebrow and lowers the right").
[[nodiscard]] std::vector<FacialAction> find_facial_actions(std::string_view text);

/// `expression` with the channels that `actions` name at least as strong as they demand, and those that they rule out
/// at 0. So actions only add to a face, except for what they rule out; where a later action asks for a channel that an
/// earlier one ruled out, or the reverse, the later one wins.
[[nodiscard]] face::Expression apply_actions(std::span<const FacialAction> actions, face::Expression expression);

}  // namespace emo3d::model
