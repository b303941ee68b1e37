#include "emo3d/reading/facial_action.h"

#include <algorithm>

#include "emo3d/reading/action_reader.h"

namespace emo3d::reading {

std::vector<FacialAction> find_facial_actions(std::string_view text) { return ActionReader(text).read(); }

face::Expression apply_actions(std::span<const FacialAction> actions, face::Expression expression) {
  for (const FacialAction& action : actions)
    for (const ChannelScore& s : action.scores)
      expression.set(s.channel, s.score > 0 ? std::max(expression[s.channel], s.score) : 0);
  return expression;
}

FacialAction mirrored(FacialAction action) {
  for (ChannelScore& score : action.scores) score.channel = face::mirrored(score.channel);
  return action;
}

}  // namespace emo3d::reading
