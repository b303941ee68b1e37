#include "emo3d/model/facial_action.h"

#include <algorithm>
#include <array>
#include <optional>

#include "emo3d/model/saying.h"

namespace emo3d::model {
namespace {

/// Two actions of a face that look the same are told apart by what they leave out; scores above 1 stay 1.
FacialAction make_action(const ActionRule& rule, Sides sides, float degree, bool negated) {
  FacialAction action{std::string(rule.name), {}, 0, 0, rule.tells_feeling, negated};
  const bool both = sides == Sides::kBoth;
  const bool has_sides =
      std::ranges::any_of(rule.scores, [](const RuleScore& s) { return mirrored(s.channel) != s.channel; });
  const auto add = [&](face::Channel channel, float score) {
    if (!negated) action.scores.push_back({channel, std::min(score * degree, 1.0f)});
    // who does not raise the left eyebrow may still raise the other
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

Sides opposite(Sides sides) { return sides == Sides::kLeft ? Sides::kRight : Sides::kLeft; }

/// What the sayings before leave for the ones that leave something out.
struct Context {
  std::string_view part;
  std::string_view movement;
  const ActionRule* rule = nullptr;
  Sides sides = Sides::kUnsaid;
  bool one_unsaid = false;  ///< Whether it was "one" of two, and nothing has told which.
  std::size_t action = 0;
};

/// Reads one saying after the other.
class Reader {
 public:
  explicit Reader(std::string_view text) : phrases_(find_phrases(text)), used_(phrases_.size()) {}

  std::vector<FacialAction> read() {
    for (const Saying& saying : find_sayings(phrases_)) read_saying(saying);
    return std::move(actions_);
  }

 private:
  void read_saying(const Saying& saying) {
    const SayingReader reader(phrases_, saying);
    const std::size_t before = actions_.size();
    bool found = false;
    for (std::size_t i = saying.begin; i < saying.end; ++i)
      if (phrases_[i].is_part() && !is_compound(i)) found = read_part(saying, reader, i) || found;
    if (!found && reader.is_bare() && goes_on(saying)) return read_rest(saying, reader);
    found = read_words(saying, reader) || found;
    const bool leads = phrases_[saying.begin].is_movement() && phrases_[saying.begin].meaning->kind != VerbKind::kVerb;
    if (!found && leads && !waiting_.empty()) {
      read_late_movement(saying, saying.begin, reader);
    } else if (!found && reader.is_bare()) {
      read_rest(saying, reader);
    } else {
      if (!found) context_.rule = nullptr;
      if (actions_.size() == before) waiting_.clear();
    }
    denied_ = actions_.size() > before && actions_.back().negated;
  }

  /// Whether a saying moves the other side of the part before ("the other squinting").
  [[nodiscard]] bool goes_on(const Saying& saying) const {
    bool side = false;
    bool movement = false;
    for (std::size_t i = saying.begin; i < saying.end; ++i) {
      side = side || phrases_[i].side || phrases_[i].role() == Role::kOther;
      if (phrases_[i].is_movement() && phrases_[i].is_action())
        for (const std::string_view name : phrases_[i].meaning->movements)
          movement = movement || find_rule(context_.part, name) != nullptr;
    }
    return side && movement && context_.rule != nullptr && !context_.part.empty();
  }

  [[nodiscard]] bool is_compound(std::size_t part) const {
    return part + 1 < phrases_.size() && phrases_[part + 1].role() == Role::kCompound;
  }

  bool read_part(const Saying& saying, const SayingReader& reader, std::size_t part) {
    const Meaning& meaning = *phrases_[part].meaning;
    const auto movement = reader.find_movement(part);
    const auto direction = reader.find_direction(part);
    if (direction) {
      const Sides sides = *phrases_[*direction].side == Side::kLeft ? Sides::kLeft : Sides::kRight;
      used_[*direction] = true;
      add({find_rule(meaning.part, "aside"), "aside", *direction}, part, sides, saying, reader);
      // "juts the jaw to the left" is not forward too
      const bool is_way =
          movement && (movement->movement == "away" ||
                       (movement->movement == "forward" && phrases_[movement->at].meaning->kind != VerbKind::kState));
      if (movement && !is_way) add(*movement, part, Sides::kBoth, saying, reader);
      return true;
    }
    if (!movement) return false;
    const bool said_aside = movement->movement == "away";
    Sides sides = reader.sides_of(part);
    if (sides == Sides::kUnsaid && said_aside) sides = Sides::kLeft;
    if (sides == Sides::kUnsaid)
      sides = meaning.names_one && movement->movement != "furrow" ? Sides::kOne : Sides::kBoth;
    add(*movement, part, sides, saying, reader);
    for (const std::size_t waiting : waiting_) {
      const ActionRule* rule = find_rule(phrases_[waiting].meaning->part, movement->movement);
      if (rule != nullptr && waiting < part)
        add({rule, movement->movement, waiting}, waiting, with_default(reader.sides_of(waiting), waiting), saying,
            reader);
    }
    waiting_.clear();
    return true;
  }

  [[nodiscard]] Sides with_default(Sides sides, std::size_t part) const {
    if (sides != Sides::kUnsaid) return sides;
    return phrases_[part].meaning->names_one ? Sides::kOne : Sides::kBoth;
  }

  /// Words that are an action by themselves.
  bool read_words(const Saying& saying, const SayingReader& reader) {
    bool found = false;
    for (std::size_t i = saying.begin; i < saying.end; ++i) {
      if (!phrases_[i].is_action() || used_[i]) continue;
      const ActionRule& rule = *phrases_[i].meaning->action;
      Sides sides = reader.free_sides(i, used_);
      if (sides == Sides::kUnsaid) sides = rule.one_side ? Sides::kOne : Sides::kBoth;
      context_.part = {};
      emit(rule, sides, {i, i + 1}, saying, reader);
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
  void read_rest(const Saying& saying, const SayingReader& reader) {
    std::optional<std::size_t> part, side, movement;
    for (std::size_t i = saying.begin; i < saying.end; ++i) {
      if (phrases_[i].is_part()) part = i;
      if (phrases_[i].side || phrases_[i].role() == Role::kOther) side = i;
      if (phrases_[i].is_movement()) movement = i;
    }
    if (part) {
      const ActionRule* rule =
          context_.rule != nullptr ? find_rule(phrases_[*part].meaning->part, context_.movement) : nullptr;
      if (rule != nullptr && (saying.joint != Role::kBreak || phrases_[*part].meaning->part == context_.part))
        add({rule, context_.movement, *part}, *part, with_default(reader.sides_of(*part), *part), saying, reader);
      else
        waiting_.push_back(*part);
      return;
    }
    if (movement && !waiting_.empty() && waiting_.back() < *movement)
      return read_late_movement(saying, *movement, reader);
    if (context_.rule == nullptr || context_.part.empty() || (!side && !movement)) return;
    read_ellipsis(saying, side, movement, reader);
  }

  /// "his mouth, half open".
  void read_late_movement(const Saying& saying, std::size_t movement, const SayingReader& reader) {
    const std::size_t part = waiting_.back();
    waiting_.clear();
    for (const std::string_view name : phrases_[movement].meaning->movements)
      if (const ActionRule* rule = name == "aside" ? nullptr : find_rule(phrases_[part].meaning->part, name))
        return add({rule, name, movement}, part, with_default(reader.sides_of(part), part), saying, reader);
  }

  void read_ellipsis(const Saying& saying, std::optional<std::size_t> side, std::optional<std::size_t> movement,
                     const SayingReader& reader) {
    MovementFound found{context_.rule, context_.movement, side ? *side : *movement};
    bool is_new = false;
    if (movement)
      for (const std::string_view name : phrases_[*movement].meaning->movements)
        if (const ActionRule* rule = name == "aside" ? nullptr : find_rule(context_.part, name);
            rule != nullptr && !is_new) {
          found = {rule, name, *movement};
          is_new = true;
        }
    if (!is_new && !side) return;
    Sides sides = context_.sides;
    if (side)
      sides =
          phrases_[*side].side ? (*phrases_[*side].side == Side::kLeft ? Sides::kLeft : Sides::kRight) : Sides::kOther;
    if (!is_new && context_.one_unsaid && sides != Sides::kOther)
      return settle_one(sides);  // "one brow, the right one"
    // "looks left and down": aside is to one side, but down are both eyes
    if (is_new && !side && find_rule(context_.part, "aside") == context_.rule) sides = Sides::kBoth;
    if (!is_new && context_.part == "gaze") found.rule = find_rule("gaze", found.movement = "aside");
    add(found, side ? *side : *movement, sides, saying, reader);
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

  void add(MovementFound movement, std::size_t part, Sides sides, const Saying& saying, const SayingReader& reader) {
    used_[part] = used_[movement.at] = true;
    const std::string_view name = phrases_[part].is_part() ? phrases_[part].meaning->part : context_.part;
    // "one eye is shut, the left one is open": the first was the other one
    if (context_.one_unsaid && name == context_.part && (sides == Sides::kLeft || sides == Sides::kRight))
      settle_one(opposite(sides));
    if (sides == Sides::kOther) sides = opposite(context_.sides);
    const std::size_t begin = std::min(part, movement.at);
    const std::size_t end = std::max(part, movement.at) + 1;
    const float degree = reader.degree_of(begin, end);
    bool negated = is_negated(begin, movement.at, saying, reader);
    const bool rules_out_only =
        std::ranges::all_of(movement.rule->scores, [](const RuleScore& s) { return s.one <= 0; });
    context_.part = name;
    context_.movement = movement.movement;
    if (rules_out_only && movement.movement == "open" && (negated || degree < 1) &&
        find_rule(name, "close") != nullptr) {
      // an eye that is not open is closed, one that is half open half closed
      emit(*find_rule(name, "close"), sides, {begin, end}, saying, reader, negated ? 1 : 1 - degree, false);
    } else {
      emit(*movement.rule, sides, {begin, end}, saying, reader, degree, negated);
    }
    context_.rule = movement.rule;
  }

  [[nodiscard]] bool is_negated(std::size_t begin, std::size_t movement, const Saying& saying,
                                const SayingReader& reader) const {
    return reader.is_negated(begin) || reader.is_negated(movement) || (saying.joint == Role::kOr && denied_);
  }

  struct Range {
    std::size_t begin, end;
  };

  void emit(const ActionRule& rule, Sides sides, Range at, const Saying& saying, const SayingReader& reader) {
    emit(rule, sides, at, saying, reader, reader.degree_of(at.begin, at.end),
         is_negated(at.begin, at.begin, saying, reader));
  }

  void emit(const ActionRule& rule, Sides sides, Range at, const Saying& saying, const SayingReader&, float degree,
            bool negated) {
    context_.one_unsaid = sides == Sides::kOne;
    if (sides == Sides::kOne && negated) sides = Sides::kBoth;  // who does not wink does so with neither eye
    if (sides == Sides::kOne || sides == Sides::kOther) sides = Sides::kLeft;
    context_.sides = sides;
    context_.action = actions_.size();
    FacialAction action = make_action(rule, sides, degree, negated);
    if (action.scores.empty()) return;  // "can't close her mouth"
    actions_.push_back(std::move(action));
    while (at.begin > saying.begin && leads(at.begin - 1)) --at.begin;
    while (at.end < saying.end && (phrases_[at.end].side || phrases_[at.end].degree())) ++at.end;
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
  std::vector<bool> used_;
  std::vector<FacialAction> actions_;
  std::vector<std::size_t> waiting_;  ///< Parts of sayings without a movement.
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

}  // namespace emo3d::model
