#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/face/expression.h"

/// Facial actions that a description names outright, whatever the emotion.
///
///     auto actions = find_facial_actions("raises her left eyebrow and does not smile");
///     face::Expression e = apply_actions(actions, felt);  // browOuterUpLeft 0.95, both mouthSmile 0; the rest as felt
namespace emo3d::reading {

struct ChannelScore {
  face::Channel channel;
  float score;  ///< 0 where the action rules a movement out: an eye that is shut is not wide, who does not smile has 0.
  friend bool operator==(const ChannelScore&, const ChannelScore&) = default;
};

/// One action in a text and the scores it demands of the channels it is about.
struct FacialAction {
  std::string name;  ///< "brow up", "eye close"; what is denied where `negated`.
  std::vector<ChannelScore> scores;
  std::size_t begin, end;      ///< The bytes of the text that say it.
  bool tells_feeling = false;  ///< Whether these words say something of the emotion too ("frowns").
  bool negated = false;        ///< Whether the text denies it ("does not smile"): it only rules channels out.
  friend bool operator==(const FacialAction&, const FacialAction&) = default;
};

/// `action` with left and right exchanged.
[[nodiscard]] FacialAction mirrored(FacialAction action);

/// The actions of `text` (lower case), in order. Words for a part of the face meet words for its movement within a
/// saying ("raises her left eyebrow", "left brow up", "a lift of the brow"); other actions are words by themselves
/// ("winks", "AU12", "mouthSmileLeft at 0.7"). "slightly" halves one and so on; an eyebrow or eye without a side is the
/// left one; "both" and plurals mean both sides; a saying may leave out what the one before it said ("raises the left
/// eyebrow and lowers the right", "one eye shut, the other wide").
[[nodiscard]] std::vector<FacialAction> find_facial_actions(std::string_view text);

/// `expression` with the channels that `actions` name at least as strong as they demand, and those that they rule out
/// at 0; where a later action asks for a channel that an earlier one ruled out, or the reverse, the later one wins.
/// Where a movement is named for one side only, the other side keeps no more than a third of it, also of what words
/// for the whole face ("laughs") do.
[[nodiscard]] face::Expression apply_actions(std::span<const FacialAction> actions, face::Expression expression);

}  // namespace emo3d::reading
