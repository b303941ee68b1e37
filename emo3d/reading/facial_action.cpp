#include "emo3d/reading/facial_action.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "emo3d/reading/action_scores.h"
#include "emo3d/reading/saying.h"

namespace emo3d::reading {
namespace {

/// What the sayings before leave for the ones that leave something out.
struct Context {
  std::string_view part;
  std::string_view movement;
  const ActionRule* rule = nullptr;
  Sides sides = Sides::kUnsaid;
  bool one_unsaid = false;  ///< Whether it was "one" of two, and nothing has told which.
  std::size_t action = 0;
};

struct Waiting {
  std::size_t part;
  Sides sides;
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
    return std::move(actions_);
  }

 private:
  void read_saying(const Saying& saying) {
    saying_ = saying;
    reader_ = SayingReader(phrases_, saying);
    const std::size_t before = actions_.size();
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
      half_said_.reset();
      if (actions_.size() == before) waiting_.clear();
    }
    denied_ = actions_.size() > before && actions_.back().negated;
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
    complete_half_said(part);
    const auto movement = reader_.find_movement(part);
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
    if (sides == Sides::kUnsaid && frowns) sides = Sides::kBoth;
    add(*movement, part, with_default(sides, part));
    for (const Waiting& waiting : std::exchange(waiting_, {}))
      if (const ActionRule* rule = find_rule(phrases_[waiting.part].meaning->part, movement->movement))
        add({rule, movement->movement, waiting.part}, waiting.part, waiting.sides);
    return true;
  }

  [[nodiscard]] Sides with_default(Sides sides, std::size_t part) const {
    if (sides != Sides::kUnsaid) return sides;
    return phrases_[part].meaning->names_one ? Sides::kOne : Sides::kBoth;
  }

  /// Words that are an action by themselves.
  bool read_words() {
    bool found = false;
    for (std::size_t i = saying_.begin; i < saying_.end; ++i) {
      if (!phrases_[i].is_action() || used_[i]) continue;
      const ActionRule& rule = *phrases_[i].meaning->action;
      if (rule.aimed && reader_.is_at_me(i)) continue;
      Sides sides = reader_.free_sides(i, used_);
      if (sides == Sides::kUnsaid) sides = rule.one_side ? Sides::kOne : Sides::kBoth;
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
      actions_.back().scores = {{*face::find_channel(actions_.back().name), *phrases_[i].number}};
      actions_.back().end = phrases_[i].end;
      return;
    }
  }

  /// A saying that leaves something out: "and lowers the right", "the other one", "then closes it".
  void read_rest() {
    std::optional<std::size_t> part, side, movement;
    for (std::size_t i = saying_.begin; i < saying_.end; ++i) {
      if (phrases_[i].is_part()) part = i;
      if (phrases_[i].side || phrases_[i].role() == Role::kOther) side = i;
      if (phrases_[i].is_movement()) movement = i;
    }
    if (part) {
      const ActionRule* rule =
          context_.rule != nullptr ? find_rule(phrases_[*part].meaning->part, context_.movement) : nullptr;
      if (rule != nullptr && (saying_.joint != Role::kBreak || phrases_[*part].meaning->part == context_.part))
        add({rule, context_.movement, *part}, *part, with_default(reader_.sides_of(*part), *part));
      else
        waiting_.push_back({*part, with_default(reader_.sides_of(*part), *part)});
      return;
    }
    if (movement && !waiting_.empty() && waiting_.back().part < *movement) return read_late_movement(*movement);
    if (side && movement && phrases_[*side].side &&
        (context_.rule == nullptr || !movement_at(phrases_, *movement, context_.part)))
      half_said_ = {*movement, to_sides(*phrases_[*side].side)};
    if (context_.rule == nullptr || context_.part.empty() || (!side && !movement)) return;
    read_ellipsis(side, movement);
  }

  /// "closes the left, then the right eye": now it is told what the left one is.
  void complete_half_said(std::size_t part) {
    if (!half_said_) return;
    const HalfSaid half = *std::exchange(half_said_, std::nullopt);
    const auto movement = movement_at(phrases_, half.movement, phrases_[part].meaning->part);
    if (movement && phrases_[part].meaning->names_one) add(*movement, part, half.sides);
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
    Sides sides = context_.sides;
    if (side) sides = phrases_[*side].side ? to_sides(*phrases_[*side].side) : Sides::kOther;
    if (!is_new && context_.one_unsaid && sides != Sides::kOther)
      return settle_one(sides);  // "one brow, the right one"
    // "looks left and down": aside is to one side, but down are both eyes
    if (is_new && !side && find_rule(context_.part, "aside") == context_.rule) sides = Sides::kBoth;
    if (!is_new && context_.part == "gaze") found.rule = find_rule("gaze", found.movement = "aside");
    add(found, side ? *side : *movement, sides);
  }

  /// Now it is told which one was meant.
  void settle_one(Sides sides) {
    if (sides == Sides::kRight && context_.rule != nullptr) {
      FacialAction& action = actions_[context_.action];
      for (ChannelScore& s : action.scores) s.channel = mirrored(s.channel);
    }
    context_.sides = sides;
    context_.one_unsaid = false;
  }

  void add(MovementFound movement, std::size_t part, Sides sides) {
    used_[part] = used_[movement.at] = true;
    const std::string_view name = phrases_[part].is_part() ? phrases_[part].meaning->part : context_.part;
    // "one eye is shut, the left one is open": the first was the other one
    if (context_.one_unsaid && name == context_.part && (sides == Sides::kLeft || sides == Sides::kRight))
      settle_one(opposite(sides));
    if (sides == Sides::kOther) sides = opposite(context_.sides);
    const std::size_t begin = std::min(part, movement.at);
    const std::size_t end = std::max(part, movement.at) + 1;
    const float degree = reader_.degree_of(begin, end);
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
    context_.one_unsaid = sides == Sides::kOne;
    if (sides == Sides::kOne && negated) sides = Sides::kBoth;  // who does not wink does so with neither eye
    if (sides == Sides::kOne || sides == Sides::kOther) sides = Sides::kLeft;
    context_.sides = sides;
    context_.action = actions_.size();
    FacialAction action = make_action(rule, sides, degree, negated);
    if (action.scores.empty()) {  // "can't close her mouth"
      context_.one_unsaid = false;
      return;
    }
    actions_.push_back(std::move(action));
    while (at.begin > saying_.begin && leads(at.begin - 1)) --at.begin;
    while (at.end < saying_.end && (phrases_[at.end].side || phrases_[at.end].degree())) ++at.end;
    actions_.back().begin = phrases_[at.begin].begin;
    actions_.back().end = phrases_[at.end - 1].end;
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
  std::vector<FacialAction> actions_;
  std::optional<HalfSaid> half_said_;  ///< A movement to one side, of a part that is still to come.
  std::vector<Waiting> waiting_;       ///< Parts of sayings without a movement.
  Context context_;
  bool denied_ = false;
};

}  // namespace

std::vector<FacialAction> find_facial_actions(std::string_view text) { return Reader(text).read(); }

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
