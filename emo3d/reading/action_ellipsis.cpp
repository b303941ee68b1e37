#include <algorithm>
#include <utility>

#include "emo3d/reading/action_reader.h"

// Sayings that leave out what those before or after them say.
namespace emo3d::reading {

bool ActionReader::goes_on() const {
  bool side = false;
  bool movement = false;
  for (std::size_t i = saying_.begin; i < saying_.end; ++i) {
    if (phrases_[i].is_part()) return false;  // "blinks with the right eye"
    side = side || phrases_[i].side || phrases_[i].role() == Role::kOther;
    if (phrases_[i].is_movement() && phrases_[i].is_action())
      movement = movement || movement_at(phrases_, i, context_.part).has_value();
  }
  return side && movement && context_.rule != nullptr && !context_.part.empty();
}

void ActionReader::read_rest() {
  std::optional<std::size_t> part, side, movement;
  for (std::size_t i = saying_.begin; i < saying_.end; ++i) {
    if (phrases_[i].is_part()) part = i;
    if (phrases_[i].side || phrases_[i].role() == Role::kOther) side = i;
    const bool fits = !movement || movement_at(phrases_, i, context_.part);
    if (phrases_[i].is_movement() && fits) movement = i;
  }
  const bool colon = saying_.end < phrases_.size() && phrases_[saying_.end].text == ":";
  const bool fronts = side && !movement && !part && colon;
  if (fronts && phrases_[*side].side) {
    fronted_ = to_sides(*phrases_[*side].side);
    return;
  }
  if (side && !movement && tells_side(part, *side)) return;
  const ActionRule* aside = find_rule(mentioned_.part, "aside");
  if (side && !movement && !part && aside != nullptr && phrases_[*side].side && is_towards(phrases_[saying_.begin])) {
    context_.part = mentioned_.part;
    return add({aside, "aside", *side}, *side, to_sides(*phrases_[*side].side));  // "..., towards the right"
  }
  if (part) {
    const ActionRule* rule =
        context_.rule != nullptr ? find_rule(phrases_[*part].meaning->part, context_.movement) : nullptr;
    if (rule != nullptr && !colon && (saying_.joint != Role::kBreak || phrases_[*part].meaning->part == context_.part))
      add({rule, context_.movement, *part}, *part, with_default(reader_.sides_of(*part), *part));
    else if (!denies(*part))
      waiting_.push_back({*part, with_default(reader_.sides_of(*part), *part)});
    return;
  }
  if (movement && !waiting_.empty() && waiting_.back().part < *movement) return read_late_movement(*movement);
  const bool is_loose = context_.rule == nullptr || context_.part.empty();
  const bool goes_on =
      side.has_value() || phrases_[saying_.begin].role() == Role::kPronoun || saying_.joint == Role::kAnd;
  if (goes_on && movement && is_loose && movement_at(phrases_, *movement, mentioned_.part))
    return add_mentioned(side, *movement);
  if (side && movement && phrases_[*side].side &&
      (context_.rule == nullptr || !movement_at(phrases_, *movement, context_.part)))
    half_said_.push_back({*movement, to_sides(*phrases_[*side].side)});
  if (context_.rule == nullptr || context_.part.empty() || (!side && !movement)) return;
  read_ellipsis(side, movement);
}

void ActionReader::add_mentioned(std::optional<std::size_t> side, std::size_t movement) {
  context_.part = mentioned_.part;
  Sides sides = mentioned_.sides;
  if (side) sides = phrases_[*side].side ? to_sides(*phrases_[*side].side) : Sides::kOther;
  add(*movement_at(phrases_, movement, mentioned_.part), movement, sides);
}

bool ActionReader::complete_half_said(std::size_t part) {
  bool found = false;
  for (const HalfSaid& half : std::exchange(half_said_, {}))
    if (const auto movement = movement_at(phrases_, half.movement, phrases_[part].meaning->part)) {
      add(*movement, part, half.sides);
      found = true;
    }
  return found;
}

void ActionReader::read_late_movement(std::size_t movement) {
  const Waiting waiting = std::exchange(waiting_, {}).back();
  if (const auto found = movement_at(phrases_, movement, phrases_[waiting.part].meaning->part))
    add(*found, waiting.part, waiting.sides);
}

void ActionReader::read_ellipsis(std::optional<std::size_t> side, std::optional<std::size_t> movement) {
  MovementFound found{context_.rule, context_.movement, side ? *side : *movement};
  const auto own = movement ? movement_at(phrases_, *movement, context_.part) : std::nullopt;
  const bool is_new = own.has_value();
  if (own) found = *own;
  if (!is_new && !side) return;
  Sides sides = list_.sides();
  if (side) sides = phrases_[*side].side ? to_sides(*phrases_[*side].side) : Sides::kOther;
  if (!is_new && sides == list_.sides()) return;  // "one brow, not the right but the left"
  // "looks left and down": aside is to one side, but down are both eyes
  if (is_new && !side && find_rule(context_.part, "aside") == context_.rule) sides = Sides::kBoth;
  if (!is_new && context_.part == "gaze") found.rule = find_rule("gaze", found.movement = "aside");
  add(found, side ? *side : *movement, sides);
}

bool ActionReader::tells_side(std::optional<std::size_t> part, std::size_t at) {
  if (!list_.is_open() || !phrases_[at].side || list_.rule() == nullptr) return false;
  if (list_.rule()->name.starts_with("look")) return false;  // "looks up, left"
  if (part && !shares_channel(phrases_[*part].meaning->part, *list_.rule())) return false;
  const Sides sides = to_sides(*phrases_[at].side);
  list_.narrow(denies(at) ? opposite(sides) : sides);  // "not the right"
  return true;
}

bool ActionReader::denies(std::size_t at) const {
  const auto first = phrases_.begin() + static_cast<std::ptrdiff_t>(saying_.begin);
  return std::any_of(first, phrases_.begin() + static_cast<std::ptrdiff_t>(at),
                     [](const Phrase& phrase) { return phrase.role() == Role::kNegation; });
}

}  // namespace emo3d::reading
