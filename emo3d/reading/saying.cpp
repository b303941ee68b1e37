#include "emo3d/reading/saying.h"

#include <algorithm>

namespace emo3d::reading {

std::vector<Saying> find_sayings(std::span<const Phrase> phrases) {
  std::vector<Saying> sayings;
  Saying saying;
  const auto finish = [&](std::size_t end, Role joint) {
    saying.end = end;
    if (saying.end > saying.begin) sayings.push_back(saying);
    const bool joined = saying.end > saying.begin || joint != Role::kAnd;
    saying = {end + 1, end + 1, joined ? joint : saying.joint == Role::kOr ? Role::kOr : Role::kAnd};
  };
  const auto is_side = [&](std::size_t i) { return i < phrases.size() && phrases[i].side.has_value(); };
  // "mouth up at left and the right cheek up" are two
  const auto are_apart = [&](std::size_t next) {
    const auto is_noun = [](const Phrase& phrase) { return phrase.is_part() && !phrase.meaning->is_verb; };
    return next + 1 < phrases.size() && is_noun(phrases[next + 1]) &&
           std::any_of(phrases.begin() + static_cast<std::ptrdiff_t>(saying.begin),
                       phrases.begin() + static_cast<std::ptrdiff_t>(next), is_noun);
  };
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    const Role role = phrases[i].role();
    const std::size_t next = i + 1 < phrases.size() && phrases[i + 1].determiner ? i + 2 : i + 1;
    // "browInnerUp: 80%"
    const bool is_value = phrases[i].mark && i > 0 && phrases[i - 1].is_action() && next < phrases.size() &&
                          phrases[next].number.has_value();
    if ((phrases[i].mark && !is_value) || role == Role::kBreak) {
      const bool goes_on = i + 1 < phrases.size() && phrases[i + 1].text == "then";
      finish(i, goes_on ? Role::kAnd : Role::kBreak);
    } else if ((role == Role::kAnd || role == Role::kOr) &&
               !(i > 0 && is_side(i - 1) && is_side(next) && !are_apart(next))) {
      finish(i, role);
    }
  }
  finish(phrases.size(), Role::kBreak);
  return sayings;
}

Sides to_sides(Side side) { return side == Side::kLeft ? Sides::kLeft : Sides::kRight; }
Sides opposite(Sides sides) { return sides == Sides::kLeft ? Sides::kRight : Sides::kLeft; }

std::optional<MovementFound> movement_at(std::span<const Phrase> phrases, std::size_t at, std::string_view part) {
  if (!phrases[at].is_movement()) return std::nullopt;
  for (const std::string_view movement : phrases[at].meaning->movements)
    if (const ActionRule* rule = movement == "aside" ? nullptr : find_rule(part, movement))
      return MovementFound{rule, movement, at};
  return std::nullopt;
}

}  // namespace emo3d::reading
