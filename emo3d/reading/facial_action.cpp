#include "emo3d/reading/facial_action.h"

#include <algorithm>

#include "emo3d/reading/action_reader.h"

namespace emo3d::reading {

namespace {

/// What the other side may show of a movement that is named for one side: enough of a face's emotion to stay whole, and
/// less than half, so that the named side is plainly the stronger, also of a slight movement.
constexpr float kOtherSide = 0.33f;

bool names(const FacialAction& action, face::Channel channel) {
  return std::ranges::find(action.scores, channel, &ChannelScore::channel) != action.scores.end();
}

/// Whether an action is about `channel`, other than by what the whole face does anyway ("laughs").
bool names(std::span<const FacialAction> actions, face::Channel channel) {
  return std::ranges::any_of(
      actions, [&](const FacialAction& action) { return !action.tells_feeling && names(action, channel); });
}

}  // namespace

std::vector<FacialAction> find_facial_actions(std::string_view text) { return ActionReader(text).read(); }

face::Expression apply_actions(std::span<const FacialAction> actions, face::Expression expression) {
  for (const FacialAction& action : actions)
    for (const ChannelScore& s : action.scores)
      expression.set(s.channel, s.score > 0 ? std::max(expression[s.channel], s.score) : 0);
  for (const FacialAction& action : actions)
    for (const ChannelScore& s : action.scores) {
      const face::Channel other = face::mirrored(s.channel);
      if (s.score > 0 && !names(action, other) && !names(actions, other))
        expression.set(other, std::min(expression[other], kOtherSide * s.score));
    }
  return expression;
}

FacialAction mirrored(FacialAction action) {
  for (ChannelScore& score : action.scores) score.channel = face::mirrored(score.channel);
  return action;
}

}  // namespace emo3d::reading
