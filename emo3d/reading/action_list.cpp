#include "emo3d/reading/action_list.h"

#include <algorithm>
#include <utility>

#include "emo3d/reading/action_scores.h"

namespace emo3d::reading {

void ActionList::add(const ActionSaid& said) {
  last_ = said;
  asked_ = said.sides;
  if (said.sides == Sides::kOne && said.negated) {
    sides_ = Sides::kBoth;  // who does not wink does so with neither eye
  } else if (said.sides == Sides::kOne || said.sides == Sides::kOther) {
    sides_ = Sides::kLeft;
  } else {
    sides_ = said.sides == Sides::kWhole ? Sides::kBoth : said.sides;
  }
  FacialAction action = make_action(*said.rule, sides_, said.degree, said.negated);
  added_ = !action.scores.empty();
  if (!added_) {
    asked_ = Sides::kUnsaid;
    return;
  }
  action.begin = said.bytes.begin;
  action.end = said.bytes.end;
  actions_.push_back(std::move(action));
}

void ActionList::set_score(ChannelScore score, std::size_t end) {
  if (!added_ || last_.negated) return;
  actions_.back().scores = {score};
  actions_.back().end = end;
  asked_ = Sides::kUnsaid;
}

void ActionList::narrow(Sides sides) {
  if (!is_open()) return;
  ActionSaid said = last_;
  said.sides = sides;
  actions_.pop_back();
  add(said);
}

Sides ActionList::side_of_like(const ActionRule& rule, std::size_t first) const {
  constexpr std::size_t kNear = 4;
  for (std::size_t i = std::max(first, actions_.size() - std::min(actions_.size(), kNear)); i < actions_.size(); ++i) {
    if (actions_[i].negated) continue;
    const auto shows = [&](bool other) {
      return std::ranges::any_of(rule.scores, [&](const RuleScore& wanted) {
        const face::Channel channel = other ? mirrored(wanted.channel) : wanted.channel;
        return wanted.one > 0 && mirrored(channel) != channel &&
               std::ranges::any_of(actions_[i].scores,
                                   [&](const ChannelScore& s) { return s.channel == channel && s.score > 0; });
      });
    };
    if (shows(false) != shows(true)) return shows(false) ? Sides::kLeft : Sides::kRight;
  }
  return Sides::kUnsaid;
}

bool shares_channel(std::string_view part, const ActionRule& rule) {
  return std::ranges::any_of(rules_of(part), [&](const ActionRule* own) {
    return std::ranges::any_of(own->scores, [&](const RuleScore& score) {
      return score.one > 0 && std::ranges::any_of(rule.scores, [&](const RuleScore& s) {
               return s.channel == score.channel && s.one > 0;
             });
    });
  });
}

}  // namespace emo3d::reading
