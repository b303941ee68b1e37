#include "emo3d/reading/action_scores.h"

#include <algorithm>

namespace emo3d::reading {

FacialAction make_action(const ActionRule& rule, Sides sides, float degree, bool negated) {
  FacialAction action{std::string(rule.name), {}, 0, 0, rule.tells_feeling, negated};
  const bool both = sides == Sides::kBoth;
  const bool has_sides =
      std::ranges::any_of(rule.scores, [](const RuleScore& s) { return mirrored(s.channel) != s.channel; });
  const auto add = [&](face::Channel channel, float score) {
    if (!negated) action.scores.push_back({channel, std::min(score * degree, 1.0f)});
    if (negated && score > 0 && (both || !has_sides || mirrored(channel) != channel))
      action.scores.push_back({channel, 0});
  };
  for (const RuleScore& s : rule.scores) {
    if (sides != Sides::kRight) add(s.channel, both ? s.both : s.one);
    if (sides == Sides::kRight || (both && mirrored(s.channel) != s.channel))
      add(mirrored(s.channel), both ? s.both : s.one);
  }
  return action;
}

}  // namespace emo3d::reading
