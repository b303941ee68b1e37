#include "emo3d/reading/saying.h"

#include <algorithm>
#include <array>

namespace emo3d::reading {
namespace {

/// Adjectives between a verb and its part ("raises a thick black eyebrow").
constexpr std::size_t kMaxAdjectives = 2;
/// How far a word of degree reaches, and a side that stands before its part.
constexpr std::size_t kNear = 4;
/// How far a negation reaches.
constexpr std::size_t kReach = 8;

constexpr auto kTowards = std::to_array<std::string_view>({"to", "toward", "towards", "off", "over"});

bool is_towards(const Phrase& phrase) { return std::ranges::find(kTowards, phrase.text) != kTowards.end(); }

bool is_glue(const Phrase& phrase) {
  switch (phrase.role()) {
    case Role::kGlue:
    case Role::kNegation:
    case Role::kAffirmation:
    case Role::kBoth:
    case Role::kNeither:
    case Role::kOne:
    case Role::kOther:
      return true;
    default:
      return phrase.side || phrase.determiner || phrase.degree() || phrase.number;
  }
}

}  // namespace

std::vector<Saying> find_sayings(std::span<const Phrase> phrases) {
  std::vector<Saying> sayings;
  Saying saying;
  const auto finish = [&](std::size_t end, Role joint) {
    saying.end = end;
    if (saying.end > saying.begin) sayings.push_back(saying);
    const bool joined = saying.end > saying.begin || joint != Role::kAnd;
    saying = {end + 1, end + 1, joined ? joint : saying.joint};
  };
  const auto is_side = [&](std::size_t i) { return i < phrases.size() && phrases[i].side.has_value(); };
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    const Role role = phrases[i].role();
    const std::size_t next = i + 1 < phrases.size() && phrases[i + 1].determiner ? i + 2 : i + 1;
    // "browInnerUp: 80%"
    const bool is_value = phrases[i].mark && i > 0 && phrases[i - 1].is_action() && next < phrases.size() &&
                          phrases[next].number.has_value();
    if ((phrases[i].mark && !is_value) || role == Role::kBreak) {
      finish(i, Role::kBreak);
    } else if ((role == Role::kAnd || role == Role::kOr) && !(i > 0 && is_side(i - 1) && is_side(next))) {
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

bool SayingReader::is_unknown(std::size_t at) const {
  const Phrase& phrase = phrases_[at];
  return phrase.meaning == nullptr && !phrase.side && !phrase.number && !phrase.mark;
}

bool SayingReader::is_transparent(std::size_t at) const {
  const Phrase& phrase = phrases_[at];
  if (phrase.is_part() || phrase.is_action()) return false;
  // "the eyebrow on the left"
  if (phrase.text == "on" || phrase.text == "at") {
    const std::size_t side = at + 1 < saying_.end && phrases_[at + 1].determiner ? at + 2 : at + 1;
    const bool of_part = side + 1 < saying_.end && phrases_[side + 1].is_part();
    return side < saying_.end && phrases_[side].side && !of_part;
  }
  // "a lift of the brow", "both of his eyes", but not "the corner of the street"
  if (phrase.text == "of")
    return at > saying_.begin &&
           (phrases_[at - 1].is_movement() || (is_glue(phrases_[at - 1]) && !phrases_[at - 1].determiner));
  return is_glue(phrase);
}

std::optional<MovementFound> SayingReader::movement_before(std::size_t part) const {
  std::size_t adjectives = 0;
  bool in_noun_phrase = true;
  for (std::size_t i = part; i-- > saying_.begin;) {
    if (const auto movement = movement_at(phrases_, i, phrases_[part].meaning->part)) {
      const bool adjective = phrases_[i].meaning->kind == VerbKind::kState;
      if (!in_noun_phrase && adjective) return std::nullopt;
      return movement;
    }
    if (phrases_[i].determiner) in_noun_phrase = false;
    if (is_transparent(i)) continue;
    if (!in_noun_phrase || !is_unknown(i) || ++adjectives > kMaxAdjectives) return std::nullopt;
  }
  return std::nullopt;
}

/// Whether the movement at `at` moves the part that follows ("..., raises the brow").
bool SayingReader::belongs_to_next_part(std::size_t at) const {
  const bool verb = phrases_[at].meaning->kind == VerbKind::kVerb;
  for (std::size_t i = at + 1; i < saying_.end; ++i) {
    if (phrases_[i].is_part() && !phrases_[i].meaning->is_verb)
      return movement_at(phrases_, at, phrases_[i].meaning->part).has_value();
    if (phrases_[i].determiner && !verb) return false;
    if (!is_transparent(i)) return false;
  }
  return false;
}

/// Whether the movement at `at` after a verb of looking is where someone looks: "looks up", but not "looks up to him",
/// "looks up the word", "looks down on them", "looks down today".
bool SayingReader::is_look(std::size_t at) const {
  if (phrases_[at - 1].degree()) return false;
  const std::size_t next = at + 1;
  if (next >= saying_.end || phrases_[next].side) return true;
  if (phrases_[next].text == "on" || phrases_[next].text == "upon") return false;
  if (is_towards(phrases_[next])) {
    for (std::size_t i = next + 1; i < std::min(next + kNear, saying_.end); ++i)
      if (phrases_[i].side) return true;
    return false;
  }
  return !is_unknown(next) && !(phrases_[next].determiner && next + 1 < saying_.end && is_unknown(next + 1));
}

std::optional<MovementFound> SayingReader::movement_after(std::size_t part, bool alone) const {
  const Meaning& meaning = *phrases_[part].meaning;
  bool unknown_verb = false;
  for (std::size_t i = part + 1; i < saying_.end; ++i) {
    if (const auto movement = movement_at(phrases_, i, meaning.part)) {
      if (meaning.is_verb && !is_look(i)) return std::nullopt;
      // "the brow creeps up", but not "the eyes cloud over, wide"
      if (unknown_verb && (movement->movement != "up" && movement->movement != "down")) return std::nullopt;
      if (!alone && belongs_to_next_part(i)) return std::nullopt;
      // "scrunched shut", "hangs half closed": the state that comes of it
      std::size_t next = i + 1;
      while (next < saying_.end && phrases_[next].degree() && !phrases_[next].is_movement()) ++next;
      const auto state = next < saying_.end ? movement_at(phrases_, next, meaning.part) : std::nullopt;
      const bool result = state && phrases_[next].meaning->kind != VerbKind::kVerb && !phrases_[next].degree();
      return result ? state : movement;
    }
    if (phrases_[i].is_movement() || is_transparent(i)) continue;
    const bool may_jump =
        meaning.part == "brow" || meaning.part == "inner brow" || meaning.part == "corner" || meaning.part == "cheek";
    if (!is_unknown(i) || unknown_verb || !may_jump) return std::nullopt;
    unknown_verb = true;
  }
  return std::nullopt;
}

std::optional<MovementFound> SayingReader::find_movement(std::size_t part) const {
  const auto before = phrases_[part].meaning->is_verb ? std::nullopt : movement_before(part);
  const auto after = movement_after(part, !before);
  return after ? after : before;
}

std::optional<std::size_t> SayingReader::find_direction(std::size_t part) const {
  if (find_rule(phrases_[part].meaning->part, "aside") == nullptr) return std::nullopt;
  for (std::size_t i = part + 1; i < saying_.end; ++i) {
    if (phrases_[i].text == "on" || phrases_[i].text == "at") return std::nullopt;
    if (phrases_[i].side) {
      const std::size_t next = i + 1;
      const bool of_part = next < saying_.end && phrases_[next].is_part() && !phrases_[next].meaning->is_verb;
      return of_part ? std::nullopt : std::optional(i);
    }
    const bool passes =
        is_transparent(i) || is_towards(phrases_[i]) || phrases_[i].is_movement() || phrases_[i].text == "far";
    const bool wanders = is_unknown(i) && i == part + 1 && !phrases_[part].meaning->is_verb;
    if (!passes && !wanders) return std::nullopt;
  }
  return std::nullopt;
}

Sides SayingReader::sides_at(std::size_t at) const {
  const Phrase& phrase = phrases_[at];
  if (phrase.side) {
    // "left and right", in either order
    for (const std::size_t other : {at - 2, at - 3, at + 2, at + 3})
      if (other >= saying_.begin && other < saying_.end && phrases_[other].side &&
          *phrases_[other].side != *phrase.side && phrases_[other < at ? at - 1 : at + 1].role() != Role::kNone) {
        const std::size_t first = std::min(at, other) + 1;
        if (phrases_[first].role() == Role::kAnd || phrases_[first].role() == Role::kOr) return Sides::kBoth;
      }
    return to_sides(*phrase.side);
  }
  switch (phrase.role()) {
    case Role::kBoth:
    case Role::kNeither:
      return Sides::kBoth;
    case Role::kOne:
      return Sides::kOne;
    case Role::kOther:
      return Sides::kOther;
    default:
      return Sides::kUnsaid;
  }
}

Sides SayingReader::sides_of(std::size_t part) const {
  Sides one = Sides::kUnsaid;
  for (std::size_t i = part; i-- > saying_.begin && part - i <= kNear + 1;) {
    if (phrases_[i].is_part() || phrases_[i].is_action() || phrases_[i].role() == Role::kPreposition) break;
    const Sides sides = sides_at(i);
    if (sides == Sides::kOne) one = sides;
    if (sides != Sides::kUnsaid && sides != Sides::kOne) return sides;
  }
  for (std::size_t i = part + 1; i < saying_.end; ++i) {
    if (phrases_[i].is_part() || phrases_[i].is_action()) break;
    const Sides sides = sides_at(i);
    if (sides == Sides::kUnsaid || sides == Sides::kOne) continue;
    const bool of_next = i + 1 < saying_.end && phrases_[i + 1].is_part();
    if (!of_next) return sides;
  }
  return one;
}

Sides SayingReader::free_sides(std::size_t at, const std::vector<bool>& used) const {
  const std::size_t first = std::max(saying_.begin, at - std::min(at, 2 * kNear));
  for (std::size_t i = first; i < std::min(at + 2 * kNear, saying_.end); ++i) {
    const Sides sides = sides_at(i);
    if (used[i] || sides == Sides::kUnsaid || sides == Sides::kOther) continue;
    if (i + 1 < saying_.end && phrases_[i + 1].text == "hand") continue;
    std::size_t part = i + 1;
    while (part < std::min(i + kNear, saying_.end) && !phrases_[part].is_part()) ++part;
    if (part >= saying_.end || !phrases_[part].is_part() || !used[part]) return sides;
  }
  return Sides::kUnsaid;
}

bool SayingReader::is_negated(std::size_t at) const {
  for (std::size_t i = at; i-- > saying_.begin && at - i <= kReach;) {
    const std::string_view text = phrases_[i].text;
    if (phrases_[i].role() == Role::kAffirmation || text == "with") return false;
    if (text == "he" || text == "she" || text == "they") return false;  // "instead of smiling she frowns"
    if (phrases_[i].role() == Role::kNegation || phrases_[i].role() == Role::kNeither) return true;
  }
  for (std::size_t i = at + 1; i < std::min(at + 3, saying_.end); ++i)
    if (phrases_[i].role() == Role::kFading) return true;
  return false;
}

bool SayingReader::is_at_me(std::size_t at) const {
  for (std::size_t i = at + 1; i < std::min(at + kNear, saying_.end); ++i)
    if (phrases_[i].text == "me" || phrases_[i].text == "us") return true;
  return false;
}

float SayingReader::degree_of(std::size_t begin, std::size_t end) const {
  std::size_t nearest = kNear;
  float factor = 1;
  const std::size_t first = std::max(saying_.begin, begin - std::min(begin, kNear));
  for (std::size_t i = first; i < std::min(end + kNear, saying_.end); ++i) {
    const auto degree = phrases_[i].number && phrases_[i].degree() ? phrases_[i].number : phrases_[i].degree();
    if (!degree || (phrases_[i].is_movement() && i >= begin && i < end)) continue;
    if (i + 1 < saying_.end && is_unknown(i + 1)) continue;  // "slightly annoyed"
    const std::size_t distance = i < begin ? begin - i : i >= end ? i - end + 1 : 0;
    if (distance < nearest) {
      nearest = distance;
      factor = *degree;
    }
  }
  return factor;
}

bool SayingReader::is_bare() const {
  for (std::size_t i = saying_.begin; i < saying_.end; ++i) {
    const Phrase& phrase = phrases_[i];
    const bool leads = i == saying_.begin && phrase.text == "with";
    if (!is_transparent(i) && !phrase.is_part() && !phrase.is_movement() && !is_towards(phrase) && !leads &&
        phrase.role() != Role::kPronoun && phrase.text != "on" && phrase.text != "then" && phrase.text != "far")
      return false;
  }
  return true;
}

}  // namespace emo3d::reading
