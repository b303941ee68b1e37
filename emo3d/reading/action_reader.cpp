#include "emo3d/reading/action_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "emo3d/reading/action_list.h"
#include "emo3d/reading/saying_reader.h"

namespace emo3d::reading {
namespace {

/// What the sayings before leave for the ones that leave something out.
struct Context {
  std::string_view part;
  std::string_view movement;
  const ActionRule* rule = nullptr;
};

struct Waiting {
  std::size_t part;
  Sides sides;
};

struct Mentioned {
  std::string_view part;
  Sides sides = Sides::kUnsaid;
};

struct HalfSaid {
  std::size_t movement;
  Sides sides;
};

/// Reads one saying after the other.
class Reader {
 public:
  explicit Reader(std::string_view text)
      : phrases_(find_phrases(text)), reader_(phrases_, {}), used_(phrases_.size()) {}

  std::vector<FacialAction> read() {
    for (const Saying& saying : find_sayings(phrases_)) read_saying(saying);
    return std::move(list_.actions());
  }

 private:
  void read_saying(const Saying& saying) {
    saying_ = saying;
    reader_ = SayingReader(phrases_, saying);
    fronted_here_ = std::exchange(fronted_, Sides::kUnsaid);
    const std::size_t before = first_of_saying_ = list_.size();
    bool found = false;
    for (std::size_t i = saying_.begin; i < saying_.end; ++i)
      if (phrases_[i].is_part() && !is_compound(i)) found = read_part(i) || found;
    if (!found && reader_.is_bare() && goes_on()) return read_rest();
    found = read_words() || found;
    const bool leads =
        phrases_[saying_.begin].is_movement() && phrases_[saying_.begin].meaning->kind != VerbKind::kVerb;
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

  /// Whether a saying moves the other side of the part before ("the other squinting").
  [[nodiscard]] bool goes_on() const {
    bool side = false;
    bool movement = false;
    for (std::size_t i = saying_.begin; i < saying_.end; ++i) {
      side = side || phrases_[i].side || phrases_[i].role() == Role::kOther;
      if (phrases_[i].is_movement() && phrases_[i].is_action())
        movement = movement || movement_at(phrases_, i, context_.part).has_value();
    }
    return side && movement && context_.rule != nullptr && !context_.part.empty();
  }

  [[nodiscard]] bool is_compound(std::size_t part) const {
    return part + 1 < phrases_.size() && phrases_[part + 1].role() == Role::kCompound;
  }

  bool read_part(std::size_t part) {
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
    if (sides == Sides::kUnsaid && frowns) sides = is_pair(part) ? Sides::kBoth : Sides::kWhole;
    add(*movement, part, with_default(sides, part));
    for (const Waiting& waiting : std::exchange(waiting_, {}))
      if (const ActionRule* rule = find_rule(phrases_[waiting.part].meaning->part, movement->movement))
        add({rule, movement->movement, waiting.part}, waiting.part, waiting.sides);
    return true;
  }

  /// Whether both of a pair are named ("eyes"), unlike the mouth.
  [[nodiscard]] bool is_pair(std::size_t part) const {
    const std::string_view text = phrases_[part].text;
    const Meaning* one = text.ends_with('s') ? find_meaning(text.substr(0, text.size() - 1)) : nullptr;
    return one != nullptr && one->names_one;
  }

  [[nodiscard]] Sides with_default(Sides sides, std::size_t part) const {
    if (sides == Sides::kUnsaid) sides = fronted_here_;
    if (sides != Sides::kUnsaid) return sides;
    if (phrases_[part].meaning->names_one) return Sides::kOne;
    return is_pair(part) ? Sides::kBoth : Sides::kWhole;
  }

  /// Words that are an action by themselves.
  bool read_words() {
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

  /// "mouthSmileLeft at 0.7": the number after a channel's name is its score.
  void set_value(std::size_t at) {
    for (std::size_t i = at + 1; i < std::min(at + 4, phrases_.size()); ++i) {
      if (!phrases_[i].number) continue;
      list_.actions().back().scores = {{*face::find_channel(list_.actions().back().name), *phrases_[i].number}};
      list_.actions().back().end = phrases_[i].end;
      return;
    }
  }

  /// A saying that leaves something out: "and lowers the right", "the other one", "then closes it".
  void read_rest() {
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
      if (rule != nullptr && !colon &&
          (saying_.joint != Role::kBreak || phrases_[*part].meaning->part == context_.part))
        add({rule, context_.movement, *part}, *part, with_default(reader_.sides_of(*part), *part));
      else if (!denies(*part))
        waiting_.push_back({*part, with_default(reader_.sides_of(*part), *part)});
      return;
    }
    if (movement && !waiting_.empty() && waiting_.back().part < *movement) return read_late_movement(*movement);
    const bool goes_on =
        side.has_value() || phrases_[saying_.begin].role() == Role::kPronoun || saying_.joint == Role::kAnd;
    if (goes_on && movement && context_.rule == nullptr && movement_at(phrases_, *movement, mentioned_.part))
      return add_mentioned(side, *movement);
    if (side && movement && phrases_[*side].side &&
        (context_.rule == nullptr || !movement_at(phrases_, *movement, context_.part)))
      half_said_.push_back({*movement, to_sides(*phrases_[*side].side)});
    if (context_.rule == nullptr || context_.part.empty() || (!side && !movement)) return;
    read_ellipsis(side, movement);
  }

  /// "peers through the right eye, the left one shut", "eyes glazed and half open".
  void add_mentioned(std::optional<std::size_t> side, std::size_t movement) {
    context_.part = mentioned_.part;
    Sides sides = mentioned_.sides;
    if (side) sides = phrases_[*side].side ? to_sides(*phrases_[*side].side) : Sides::kOther;
    add(*movement_at(phrases_, movement, mentioned_.part), movement, sides);
  }

  /// "closes the left, then the right eye": now it is told what the left one is.
  bool complete_half_said(std::size_t part) {
    bool found = false;
    for (const HalfSaid& half : std::exchange(half_said_, {}))
      if (const auto movement = movement_at(phrases_, half.movement, phrases_[part].meaning->part)) {
        add(*movement, part, half.sides);
        found = true;
      }
    return found;
  }

  /// "his mouth, half open".
  void read_late_movement(std::size_t movement) {
    const Waiting waiting = std::exchange(waiting_, {}).back();
    if (const auto found = movement_at(phrases_, movement, phrases_[waiting.part].meaning->part))
      add(*found, waiting.part, waiting.sides);
  }

  void read_ellipsis(std::optional<std::size_t> side, std::optional<std::size_t> movement) {
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

  /// Whether the saying only tells the side of the action before: "squints, but only with the right eye".
  bool tells_side(std::optional<std::size_t> part, std::size_t at) {
    if (!list_.is_open() || !phrases_[at].side || list_.rule() == nullptr) return false;
    if (list_.rule()->name.starts_with("look")) return false;  // "looks up, left"
    if (part && !shares_channel(phrases_[*part].meaning->part, *list_.rule())) return false;
    const Sides sides = to_sides(*phrases_[at].side);
    list_.narrow(denies(at) ? opposite(sides) : sides);  // "not the right"
    return true;
  }

  /// Whether a negation stands before `at` in the saying.
  [[nodiscard]] bool denies(std::size_t at) const {
    const auto first = phrases_.begin() + static_cast<std::ptrdiff_t>(saying_.begin);
    return std::any_of(first, phrases_.begin() + static_cast<std::ptrdiff_t>(at),
                       [](const Phrase& phrase) { return phrase.role() == Role::kNegation; });
  }

  void add(MovementFound movement, std::size_t part, Sides sides) {
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
    const bool rules_out_only =
        std::ranges::all_of(movement.rule->scores, [](const RuleScore& s) { return s.one <= 0; });
    context_.part = name;
    context_.movement = movement.movement;
    if (rules_out_only && movement.movement == "open" && (negated || degree < 1) &&
        find_rule(name, "close") != nullptr) {
      // an eye that is not open is closed, one that is half open half closed
      emit(*find_rule(name, "close"), sides, {begin, end}, negated ? 1 : 1 - degree, false);
    } else {
      emit(*movement.rule, sides, {begin, end}, degree, negated);
    }
    context_.rule = movement.rule;
  }

  [[nodiscard]] bool is_negated(std::size_t begin, std::size_t movement) const {
    return reader_.is_negated(begin) || reader_.is_negated(movement) || (saying_.joint == Role::kOr && denied_);
  }

  struct Range {
    std::size_t begin, end;
  };

  void emit(const ActionRule& rule, Sides sides, Range at) {
    emit(rule, sides, at, reader_.degree_of(at.begin, at.end), is_negated(at.begin, at.begin));
  }

  void emit(const ActionRule& rule, Sides sides, Range at, float degree, bool negated) {
    while (at.begin > saying_.begin && leads(at.begin - 1)) --at.begin;
    while (at.end < saying_.end && (phrases_[at.end].side || phrases_[at.end].degree())) ++at.end;
    list_.add({&rule, sides, degree, negated, {phrases_[at.begin].begin, phrases_[at.end - 1].end}});
  }

  /// Whether what wrinkles the forehead are raised brows.
  [[nodiscard]] bool raises_brows() {
    return std::ranges::any_of(list_.actions(),
                               [](const FacialAction& a) { return a.name.ends_with("brow up") && !a.negated; });
  }

  /// Whether the phrase belongs to the action right after it ("raises the left" of "raises the left eyebrow").
  [[nodiscard]] bool leads(std::size_t at) const {
    const Phrase& phrase = phrases_[at];
    return phrase.determiner || phrase.side || phrase.is_movement() || phrase.degree() ||
           phrase.role() == Role::kNegation || phrase.role() == Role::kBoth || phrase.role() == Role::kOne;
  }

  std::vector<Phrase> phrases_;
  Saying saying_;
  SayingReader reader_;     ///< Of the saying in hand.
  std::vector<bool> used_;  ///< Which phrases an action has taken.
  ActionList list_;
  std::vector<HalfSaid> half_said_;  ///< Movements to one side, of a part that is still to come.
  std::vector<Waiting> waiting_;     ///< Parts of sayings without a movement.
  Context context_;
  Mentioned mentioned_;                  ///< The last part named, moved or not.
  std::size_t first_of_saying_ = 0;      ///< The index of the first action of the saying in hand.
  Sides fronted_ = Sides::kUnsaid;       ///< Of "left:", for the saying that follows.
  Sides fronted_here_ = Sides::kUnsaid;  ///< For the saying in hand.
  bool denied_ = false;
};

}  // namespace

std::vector<FacialAction> read_actions(std::string_view text) { return Reader(text).read(); }

}  // namespace emo3d::reading
