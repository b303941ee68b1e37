#include "emo3d/reading/action_reader.h"

#include <algorithm>
#include <utility>

namespace emo3d::reading {

ActionReader::ActionReader(std::string_view text)
    : phrases_(find_phrases(text)), reader_(phrases_, {}), used_(phrases_.size()) {}

std::vector<FacialAction> ActionReader::read() {
  for (const Saying& saying : find_sayings(phrases_)) read_saying(saying);
  return std::move(list_.actions());
}

void ActionReader::read_saying(const Saying& saying) {
  saying_ = saying;
  reader_ = SayingReader(phrases_, saying);
  fronted_here_ = std::exchange(fronted_, Sides::kUnsaid);
  const std::size_t before = first_of_saying_ = list_.size();
  bool found = false;
  for (std::size_t i = saying_.begin; i < saying_.end; ++i)
    if (phrases_[i].is_part() && !is_compound(i) && !reader_.is_place(i)) found = read_part(i) || found;
  if (!found && reader_.is_bare() && goes_on()) return read_rest();
  found = read_words() || found;
  const bool leads = phrases_[saying_.begin].is_movement() && phrases_[saying_.begin].meaning->kind != VerbKind::kVerb;
  if (!found && leads && !waiting_.empty()) {
    read_late_movement(saying_.begin);
  } else if (!found && reader_.is_bare()) {
    read_rest();
  } else {
    if (!found) context_.rule = nullptr;
    half_said_.clear();
    if (list_.size() == before) waiting_.clear();
  }
  denied_ = list_.size() > before && list_.actions().back().negated;
}

bool ActionReader::is_compound(std::size_t part) const {
  return part + 1 < phrases_.size() && phrases_[part + 1].role() == Role::kCompound;
}

bool ActionReader::read_part(std::size_t part) {
  const Meaning& meaning = *phrases_[part].meaning;
  // "eyes crinkled at the corners"
  if (meaning.part == "corner" && phrases_[part].text.starts_with("corner") && mentioned_.part == "eye" &&
      phrases_[part].end - phrases_[part].begin <= std::string_view("corners").size())
    return false;
  if (!meaning.is_verb) mentioned_ = {meaning.part, with_default(reader_.sides_of(part), part)};
  const auto movement = reader_.find_movement(part);
  if ((meaning.names_one || !movement) && complete_half_said(part) && !movement &&
      reader_.sides_of(part) == Sides::kUnsaid)
    return true;
  if (movement && reader_.is_in_its_corner(part)) return false;
  const auto direction = reader_.find_direction(part);
  if (direction) {
    const Sides sides = to_sides(*phrases_[*direction].side);
    used_[*direction] = true;
    add({find_rule(meaning.part, "aside"), "aside", *direction}, part, sides);
    // "juts the jaw to the left" is not forward too
    const bool is_way =
        movement && (movement->movement == "away" ||
                     (movement->movement == "forward" && phrases_[movement->at].meaning->kind != VerbKind::kState));
    if (movement && !is_way) add(*movement, part, Sides::kBoth);
    return true;
  }
  if (!movement) return false;
  Sides sides = reader_.sides_of(part);
  if (movement->movement == "away" && sides != Sides::kRight) sides = Sides::kLeft;
  // "furrows his brow", "brow lowered" mean both
  const bool frowns =
      movement->movement == "furrow" || (phrases_[part].text == "brow" && movement->rule->name == "brow down");
  // "the lip lifts on the left to bare the teeth"
  if (sides == Sides::kUnsaid && meaning.part == "teeth") sides = list_.side_of_like(*movement->rule, first_of_saying_);
  if (sides == Sides::kUnsaid && frowns) sides = is_pair(part) ? Sides::kBoth : Sides::kWhole;
  add(*movement, part, with_default(sides, part));
  for (const Waiting& waiting : std::exchange(waiting_, {}))
    if (const ActionRule* rule = find_rule(phrases_[waiting.part].meaning->part, movement->movement))
      add({rule, movement->movement, waiting.part}, waiting.part, waiting.sides);
  return true;
}

bool ActionReader::is_pair(std::size_t part) const {
  const std::string_view text = phrases_[part].text;
  const Meaning* one = text.ends_with('s') ? find_meaning(text.substr(0, text.size() - 1)) : nullptr;
  return one != nullptr && one->names_one;
}

Sides ActionReader::with_default(Sides sides, std::size_t part) const {
  if (sides == Sides::kUnsaid) sides = fronted_here_;
  if (sides != Sides::kUnsaid) return sides;
  if (phrases_[part].meaning->names_one) return Sides::kOne;
  return is_pair(part) ? Sides::kBoth : Sides::kWhole;
}

bool ActionReader::read_words() {
  bool found = false;
  for (std::size_t i = saying_.begin; i < saying_.end; ++i) {
    if (!phrases_[i].is_action() || used_[i]) continue;
    const ActionRule& rule = *phrases_[i].meaning->action;
    if (rule.order && i > saying_.begin) continue;
    if (rule.aimed && reader_.is_at_me(i)) continue;
    Sides sides = reader_.free_sides(i, used_);
    if (sides == Sides::kUnsaid) sides = fronted_here_;
    if (sides == Sides::kUnsaid) sides = list_.side_of_like(rule, first_of_saying_);
    if (sides == Sides::kUnsaid) sides = rule.one_side ? Sides::kOne : Sides::kWhole;
    context_.part = {};
    emit(rule, sides, {i, i + 1});
    context_.rule = &rule;
    context_.movement = {};
    if (rule.scores.size() == 1 && rule.name == face::name(rule.scores[0].channel)) set_value(i);
    found = true;
  }
  return found;
}

void ActionReader::set_value(std::size_t at) {
  for (std::size_t i = at + 1; i < std::min(at + 4, phrases_.size()); ++i) {
    if (!phrases_[i].number) continue;
    list_.set_score({*face::find_channel(phrases_[at].meaning->action->name), *phrases_[i].number}, phrases_[i].end);
    return;
  }
}

void ActionReader::add(MovementFound movement, std::size_t part, Sides sides) {
  used_[part] = used_[movement.at] = true;
  const std::string_view name = phrases_[part].is_part() ? phrases_[part].meaning->part : context_.part;
  // "one eye is shut, the left one is open": the first was the other one
  if (list_.one_unsaid() && name == context_.part && (sides == Sides::kLeft || sides == Sides::kRight))
    list_.narrow(opposite(sides));
  if (sides == Sides::kOther) sides = opposite(list_.sides());
  if (name == "forehead" && movement.rule->name == "brow down" && raises_brows()) return;
  const std::size_t begin = std::min(part, movement.at);
  const std::size_t end = std::max(part, movement.at) + 1;
  const float degree = reader_.degree_of(begin, end, movement.movement == "close");
  bool negated = is_negated(begin, movement.at);
  const bool rules_out_only = std::ranges::all_of(movement.rule->scores, [](const RuleScore& s) { return s.one <= 0; });
  context_.part = name;
  context_.movement = movement.movement;
  if (rules_out_only && movement.movement == "open" && (negated || degree < 1) && find_rule(name, "close") != nullptr) {
    // an eye that is not open is closed, one that is half open half closed
    emit(*find_rule(name, "close"), sides, {begin, end}, negated ? 1 : 1 - degree, false);
  } else {
    emit(*movement.rule, sides, {begin, end}, degree, negated);
  }
  context_.rule = movement.rule;
}

bool ActionReader::is_negated(std::size_t begin, std::size_t movement) const {
  return reader_.is_negated(begin) || reader_.is_negated(movement) || (saying_.joint == Role::kOr && denied_);
}

void ActionReader::emit(const ActionRule& rule, Sides sides, Range at) {
  emit(rule, sides, at, reader_.degree_of(at.begin, at.end), is_negated(at.begin, at.begin));
}

void ActionReader::emit(const ActionRule& rule, Sides sides, Range at, float degree, bool negated) {
  while (at.begin > saying_.begin && leads(at.begin - 1)) --at.begin;
  while (at.end < saying_.end && (phrases_[at.end].side || phrases_[at.end].degree())) ++at.end;
  list_.add({&rule, sides, degree, negated, {phrases_[at.begin].begin, phrases_[at.end - 1].end}});
}

bool ActionReader::raises_brows() {
  return std::ranges::any_of(list_.actions(),
                             [](const FacialAction& a) { return a.name.ends_with("brow up") && !a.negated; });
}

bool ActionReader::leads(std::size_t at) const {
  const Phrase& phrase = phrases_[at];
  return phrase.determiner || phrase.side || phrase.is_movement() || phrase.degree() ||
         phrase.role() == Role::kNegation || phrase.role() == Role::kBoth || phrase.role() == Role::kOne;
}

}  // namespace emo3d::reading
