#include "emo3d/reading/saying_reader.h"

#include <algorithm>
#include <array>

#include "emo3d/reading/word_list.h"

namespace emo3d::reading {
namespace {

/// Adjectives between a verb and its part ("raises a thick black eyebrow").
constexpr std::size_t kMaxAdjectives = 2;
/// How far a word of degree reaches, and a side that stands before its part.
constexpr std::size_t kNear = 4;

/// What a saying that leaves something out may begin with.
constexpr auto kLeading = std::to_array<std::string_view>({"with", "on", "at", "using", "over", "followed", "by"});
/// What holds a movement that is a noun to its part: "a twitch in his cheek".
constexpr auto kHolders = std::to_array<std::string_view>({"in", "at", "to", "around", "about"});
/// What makes one verb with the verb before the part.
constexpr auto kAdverbs =
    std::to_array<std::string_view>({"up",       "down",      "out",     "in",       "back",   "open",    "shut",
                                     "closed",   "together",  "forward", "wide",     "apart",  "upward",  "upwards",
                                     "downward", "downwards", "outward", "outwards", "inward", "inwards", "sideways"});
constexpr auto kGoes = std::to_array<std::string_view>({"go", "goes", "went", "come", "comes", "came"});
/// What says where a part lies: "the brow over the left eye".
constexpr auto kOver = std::to_array<std::string_view>({"over", "above", "under", "beneath", "below", "underneath"});
constexpr auto kTowards = std::to_array<std::string_view>({"to", "toward", "towards", "off", "over"});

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

bool is_towards(const Phrase& phrase) { return one_of(kTowards, phrase.text); }

bool SayingReader::is_unknown(std::size_t at) const {
  const Phrase& phrase = phrases_[at];
  return phrase.meaning == nullptr && !phrase.side && !phrase.number && !phrase.mark;
}

bool SayingReader::is_transparent(std::size_t at) const {
  const Phrase& phrase = phrases_[at];
  if (phrase.is_part() || phrase.is_action()) return false;
  if (one_of(kHolders, phrase.text) && holds_part(at)) return true;
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

/// Whether the preposition at `at` holds what stands before it to its part: "a twitch in his left cheek", "up at the
/// left corner".
bool SayingReader::holds_part(std::size_t at) const {
  if (at == saying_.begin || !phrases_[at - 1].is_movement()) return false;
  if (one_of(phrases_[at - 1].meaning->movements, "twitch")) return true;
  if (phrases_[at - 1].meaning->kind == VerbKind::kVerb)
    return at - 1 == saying_.begin || phrases_[at - 2].determiner || phrases_[at - 2].degree() ||
           phrases_[at - 2].is_movement() || phrases_[at - 2].is_action() || is_unknown(at - 2);
  std::size_t part = at + 1;
  while (part < saying_.end && is_glue(phrases_[part])) ++part;
  return part < saying_.end && phrases_[part].is_part() && phrases_[part].meaning->part == "corner";
}

bool SayingReader::is_place(std::size_t part) const {
  std::size_t at = part;
  while (at > saying_.begin && (phrases_[at - 1].determiner || phrases_[at - 1].side)) --at;
  return at >= saying_.begin + 2 && one_of(kOver, phrases_[at - 1].text) && phrases_[at - 2].is_part() &&
         !phrases_[at - 2].meaning->is_verb;
}

bool SayingReader::is_in_its_corner(std::size_t part) const {
  const std::string_view name = phrases_[part].meaning->part;
  if (name != "mouth" && name != "lips") return false;
  for (std::size_t i = part + 1; i < std::min(part + 2 * kNear, saying_.end); ++i)
    if (phrases_[i].is_part()) return phrases_[i].meaning->part == "corner" && find_movement(i).has_value();
  return false;
}

std::optional<MovementFound> SayingReader::movement_before(std::size_t part) const {
  std::size_t adjectives = 0;
  bool in_noun_phrase = true;
  bool held = false;
  for (std::size_t i = part; i-- > saying_.begin;) {
    if (const auto movement = movement_at(phrases_, i, phrases_[part].meaning->part)) {
      const bool born = movement->movement == "grown" || phrases_[i].text == "round";
      if (born && phrases_[part].meaning->part == "eye") continue;  // "big eyes" need not be wide
      // "half closed his eye" is a verb
      // nor is what comes first in "up goes his brow"
      const bool leads = i + 1 < part && one_of(kGoes, phrases_[i + 1].text);
      const bool adjective = phrases_[i].meaning->kind == VerbKind::kState && phrases_[i].text != "half" && !leads;
      if (!in_noun_phrase && adjective && !held) return std::nullopt;
      return movement;
    }
    if (phrases_[i].determiner) in_noun_phrase = false;
    held = held || phrases_[i].text == "of" || one_of(kHolders, phrases_[i].text);
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
    if ((phrases_[i].determiner || phrases_[i].text == "with") && !verb) return false;
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
      // "slanting up, in the middle"
      const bool fits = !state || state->movement != "up in the middle" || movement->movement == "up";
      const bool result = state && fits && phrases_[next].meaning->kind != VerbKind::kVerb && !phrases_[next].degree();
      return result ? state : movement;
    }
    if (phrases_[i].is_movement() || is_transparent(i)) continue;
    if (i == part + 1 && one_of(kOver, phrases_[i].text)) {  // "the brow over the left eye is raised"
      std::size_t place = i + 1;
      while (place < saying_.end && (phrases_[place].determiner || phrases_[place].side)) ++place;
      if (place < saying_.end && phrases_[place].is_part()) {
        i = place;
        continue;
      }
    }
    const bool may_jump =
        meaning.part == "brow" || meaning.part == "inner brow" || meaning.part == "corner" || meaning.part == "cheek";
    if (!is_unknown(i) || unknown_verb || !may_jump) return std::nullopt;
    unknown_verb = true;
  }
  return std::nullopt;
}

/// What a verb before the part and an adverb after it say together: "puff the cheeks up".
std::optional<MovementFound> SayingReader::phrasal_movement(std::size_t part) const {
  std::size_t verb = part;
  while (verb > saying_.begin && part - verb < kNear && is_transparent(verb - 1)) --verb;
  if (verb-- == saying_.begin || (phrases_[verb].meaning != nullptr && !phrases_[verb].is_movement())) return {};
  std::size_t adverb = part + 1;
  while (adverb < saying_.end && adverb - part < kNear && !phrases_[adverb].is_movement() && is_transparent(adverb))
    ++adverb;
  if (adverb >= saying_.end || !one_of(kAdverbs, phrases_[adverb].text)) return {};
  // "curls the lip in contempt"
  const bool goes_on = adverb + 1 < saying_.end && (is_unknown(adverb + 1) || phrases_[adverb + 1].determiner);
  if (phrases_[adverb].text == "in" && goes_on) return {};
  const Meaning* whole = find_meaning(std::string(phrases_[verb].text) + " " + std::string(phrases_[adverb].text));
  if (whole == nullptr) return {};
  for (const std::string_view movement : whole->movements)
    if (const ActionRule* rule = movement == "aside" ? nullptr : find_rule(phrases_[part].meaning->part, movement))
      return MovementFound{rule, movement, verb};
  return {};
}

std::optional<MovementFound> SayingReader::find_movement(std::size_t part) const {
  if (phrases_[part].meaning->is_verb) return movement_after(part, true);
  if (const auto phrasal = phrasal_movement(part)) return phrasal;
  const auto before = movement_before(part);
  const auto after = movement_after(part, !before);
  return after ? after : before;
}

/// "follows the finger to the left with the eyes".
std::optional<std::size_t> SayingReader::direction_before(std::size_t part) const {
  const std::string_view name = phrases_[part].meaning->part;
  std::size_t with = part;
  while (with > saying_.begin && phrases_[with - 1].determiner) --with;
  if ((name != "eye" && name != "gaze") || with == saying_.begin || phrases_[with - 1].text != "with") return {};
  const std::size_t side = with - 2;
  if (with < saying_.begin + 3 || !phrases_[side].side) return {};
  const std::size_t before = phrases_[side - 1].determiner && side > saying_.begin + 1 ? side - 2 : side - 1;
  return is_towards(phrases_[before]) ? std::optional(side) : std::nullopt;
}

std::optional<std::size_t> SayingReader::find_direction(std::size_t part) const {
  if (find_rule(phrases_[part].meaning->part, "aside") == nullptr) return std::nullopt;
  const bool glances = phrases_[part].meaning->part == "gaze" && !phrases_[part].meaning->is_verb;
  if (glances && part > saying_.begin && phrases_[part - 1].side) return part - 1;  // "a leftward glance"
  if (const auto before = direction_before(part)) return before;
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

bool SayingReader::is_bare() const {
  for (std::size_t i = saying_.begin; i < saying_.end; ++i) {
    const Phrase& phrase = phrases_[i];
    const bool leads = i <= saying_.begin + 1 && one_of(kLeading, phrase.text);
    if (!is_transparent(i) && !phrase.is_part() && !phrase.is_movement() && !is_towards(phrase) && !leads &&
        phrase.role() != Role::kPronoun && phrase.text != "then" && phrase.text != "far")
      return false;
  }
  return true;
}

}  // namespace emo3d::reading
