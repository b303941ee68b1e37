#include "emo3d/model/facial_action.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "emo3d/model/facial_action_rules.h"
#include "emo3d/model/side_words.h"

namespace emo3d::model {
namespace {

enum class Sides { kUnsaid, kLeft, kRight, kBoth };

struct Word {
  std::string text;  ///< "the" for a possessive, "*" for a side.
  std::optional<Side> side;
  std::size_t begin = 0, end = 0;  ///< Bytes of the description.
};
using Clause = std::vector<Word>;

/// Some consecutive words of a clause.
struct Extent {
  std::size_t begin, end;
};

struct PartFound {
  PartName name;
  Extent at;
};

struct MovementFound {
  const ActionRule* rule;
  std::string words;
  Extent at;
};

constexpr auto kPossessives = std::to_array<std::string_view>({"his", "her", "their", "its", "my", "your", "our"});
constexpr auto kClauseWords = std::to_array<std::string_view>({"and", "while", "but", "then", "whereas", "with"});
constexpr auto kNegations =
    std::to_array<std::string_view>({"not", "no", "never", "without", "neither", "nor", "cannot", "stops", "stopped"});
constexpr auto kSmall = std::to_array<std::string_view>(
    {"slightly", "slight", "little", "bit", "gently", "faintly", "barely", "partly", "subtly", "somewhat"});
/// Movements to the side that need no side to be told.
constexpr auto kAway = std::to_array<std::string_view>({"away", "averted", "aside", "sideways"});

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || c == '-'; }

/// "and" between two sides ("left and right eyebrow") joins them; elsewhere it parts clauses.
std::vector<Clause> clauses(std::string_view text) {
  const std::vector<SideWord> sides = find_side_words(text);
  constexpr std::string_view kMarks = ",;:.!?()";
  std::vector<Clause> result(1);
  std::size_t next_side = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (next_side < sides.size() && sides[next_side].begin == i) {
      const SideWord& side = sides[next_side++];
      i = side.end;
      while (i < text.size() && is_word_byte(text[i]) && text[i] != '-') ++i;
      result.back().push_back({"*", side.side, side.begin, i});
    } else if (is_word_byte(text[i])) {
      const std::size_t begin = i;
      while (i < text.size() && is_word_byte(text[i]) && (next_side == sides.size() || i < sides[next_side].begin)) ++i;
      const std::string_view word = text.substr(begin, i - begin);
      const bool joins_sides = word == "and" && !result.back().empty() && result.back().back().side &&
                               next_side < sides.size() && sides[next_side].begin <= i + 5;
      if (one_of(kClauseWords, word) && !joins_sides) {
        result.emplace_back();
      } else if (word != "-") {
        result.back().push_back({std::string(one_of(kPossessives, word) ? "the" : word), std::nullopt, begin, i});
      }
    } else {
      if (kMarks.find(text[i]) != std::string_view::npos) result.emplace_back();
      ++i;
    }
  }
  return result;
}

std::string join(const Clause& clause, Extent extent) {
  std::string words;
  for (std::size_t i = extent.begin; i < extent.end; ++i) {
    if (i > extent.begin) words += ' ';
    words += clause[i].text;
  }
  return words;
}

std::vector<PartFound> find_parts(const Clause& clause) {
  std::vector<PartFound> parts;
  for (std::size_t i = 0; i < clause.size(); ++i) {
    for (std::size_t length = std::min(kMaxPartWords, clause.size() - i); length > 0; --length) {
      const Extent at{i, i + length};
      if (const auto name = find_part(join(clause, at))) {
        parts.push_back({*name, at});
        i += length - 1;
        break;
      }
    }
  }
  return parts;
}

std::size_t distance(Extent a, Extent b) {
  if (a.end <= b.begin) return b.begin - a.end;
  if (b.end <= a.begin) return a.begin - b.end;
  return 0;
}

/// The movement nearest to the part; of those that start together the one of most words.
std::optional<MovementFound> find_movement(const Clause& clause, FacePart part, Extent part_at) {
  std::optional<MovementFound> nearest;
  for (std::size_t i = 0; i < clause.size(); ++i) {
    for (std::size_t length = std::min(kMaxMovementWords, clause.size() - i); length > 0; --length) {
      const Extent at{i, i + length};
      if (at.begin < part_at.end && part_at.begin < at.end) continue;
      std::string words = join(clause, at);
      const ActionRule* rule = find_rule(part, words);
      if (rule == nullptr) continue;
      if (!nearest || distance(at, part_at) < distance(nearest->at, part_at)) nearest = {rule, std::move(words), at};
      i += length - 1;
      break;
    }
  }
  return nearest;
}

/// The side meant for words `at`: the nearest one said, those before first; both where two are joined or "both" is
/// said.
Sides sides_of(const Clause& clause, Extent at) {
  std::optional<std::size_t> nearest;
  for (std::size_t i = 0; i < clause.size(); ++i) {
    if (clause[i].text == "both") return Sides::kBoth;
    if (!clause[i].side) continue;
    if (i + 2 < clause.size() && clause[i + 1].text == "and" && clause[i + 2].side) return Sides::kBoth;
    const Extent here{i, i + 1};
    if (!nearest || distance(here, at) < distance({*nearest, *nearest + 1}, at)) nearest = i;
  }
  if (!nearest) return Sides::kUnsaid;
  return *clause[*nearest].side == Side::kLeft ? Sides::kLeft : Sides::kRight;
}

bool is_negated(const Clause& clause, std::size_t before) {
  return std::any_of(clause.begin(), clause.begin() + static_cast<std::ptrdiff_t>(before),
                     [](const Word& word) { return one_of(kNegations, word.text) || word.text.ends_with("n't"); });
}

/// What an action does, whether from a part's movement or from words of its own.
struct Effect {
  std::string_view name;
  std::span<const ChannelScore> left;
  std::span<const ChannelScore> more_for_both = {};
  bool tells_feeling = false;
};

FacialAction make_action(const Effect& effect, Sides sides, float degree) {
  FacialAction action{std::string(effect.name), {}, 0, 0, effect.tells_feeling};
  const auto add = [&](face::Channel channel, float score) { action.scores.push_back({channel, score * degree}); };
  for (const ChannelScore& s : effect.left) {
    if (sides != Sides::kRight) add(s.channel, s.score);
    if (sides == Sides::kRight || (sides == Sides::kBoth && mirrored(s.channel) != s.channel))
      add(mirrored(s.channel), s.score);
  }
  if (sides == Sides::kBoth)
    for (const ChannelScore& s : effect.more_for_both) add(s.channel, s.score);
  return action;
}

/// The words that say an action: from the first to the last of two extents and of the side said within three words of
/// them, with the verb and article before ("opens the" of "opens the eye wide").
Extent whole_saying(const Clause& clause, Extent a, Extent b) {
  constexpr std::size_t kNear = 3;
  Extent all{std::min(a.begin, b.begin), std::max(a.end, b.end)};
  for (std::size_t i = 0; i < clause.size(); ++i)
    if (clause[i].side && distance({i, i + 1}, all) <= kNear) all = {std::min(all.begin, i), std::max(all.end, i + 1)};
  while (all.begin > 0 && (clause[all.begin - 1].text == "the" || is_movement(clause[all.begin - 1].text))) --all.begin;
  return all;
}

/// Reads one clause after the other; what a clause leaves out is taken from the one before.
class Reader {
 public:
  std::vector<FacialAction> read(std::string_view text) {
    for (const Clause& clause : clauses(text)) read_clause(clause);
    return std::move(actions_);
  }

 private:
  void read_clause(const Clause& clause) {
    const float degree =
        std::ranges::any_of(clause, [](const Word& w) { return one_of(kSmall, w.text); }) ? 0.5f : 1.0f;
    bool found = false;
    for (const PartFound& part : find_parts(clause)) found = read_part(clause, part, degree) || found;
    if (!found) found = read_single_words(clause, degree);
    if (!found) found = read_ellipsis(clause, degree);
    if (!found) last_rule_ = nullptr;
  }

  bool read_part(const Clause& clause, const PartFound& part, float degree) {
    Sides sides = sides_of(clause, part.at);
    auto movement = find_movement(clause, part.name.part, part.at);
    if (movement && movement->rule->movement == Movement::kAside && sides == Sides::kUnsaid &&
        !one_of(kAway, movement->words))
      return false;
    if (part.name.part == FacePart::kGaze) {
      // "looks down" but not "looks a bit down" nor "looks down on"; "looks left" needs no other word
      if (movement && movement->rule->movement != Movement::kAside &&
          (distance(movement->at, part.at) > 0 ||
           (movement->at.end < clause.size() && clause[movement->at.end].text == "on")))
        movement.reset();
      if (!movement && sides != Sides::kUnsaid) movement = {find_rule_aside(part.name.part), "", part.at};
    }
    const ActionRule* rule = movement ? movement->rule : nullptr;
    if (rule == nullptr && last_rule_ != nullptr && sides != Sides::kUnsaid && last_rule_->part == part.name.part)
      rule = last_rule_;  // "raises the left eyebrow and the right eyebrow"
    if (rule == nullptr) return false;
    const Extent moved = movement ? movement->at : part.at;
    if (is_negated(clause, moved.begin)) return true;
    add(*rule, with_default(sides, part.name.one_side || rule->movement == Movement::kAside), degree,
        bytes(clause, whole_saying(clause, part.at, moved)));
    return true;
  }

  bool read_single_words(const Clause& clause, float degree) {
    for (std::size_t i = 0; i < clause.size(); ++i) {
      for (std::size_t length = std::min(kMaxMovementWords, clause.size() - i); length > 0; --length) {
        const Extent at{i, i + length};
        const WordRule* rule = find_word_rule(join(clause, at));
        if (rule == nullptr) continue;
        if (is_negated(clause, i)) return true;
        actions_.push_back(make_action({rule->name, rule->left, {}, rule->tells_feeling},
                                       with_default(sides_of(clause, at), rule->one_side), degree));
        place(bytes(clause, at));
        last_rule_ = nullptr;
        return true;
      }
    }
    return false;
  }

  /// "... and lowers the right": the part, or the movement too, stands in the clause before.
  bool read_ellipsis(const Clause& clause, float degree) {
    const auto side = std::ranges::find_if(clause, [](const Word& w) { return w.side.has_value(); });
    if (last_rule_ == nullptr || side == clause.end()) return false;
    const auto place_of_side = static_cast<std::size_t>(side - clause.begin());
    const Extent at{place_of_side, place_of_side + 1};
    const auto movement = find_movement(clause, last_rule_->part, at);
    if (!is_negated(clause, clause.size()))
      add(movement ? *movement->rule : *last_rule_, sides_of(clause, at), degree,
          bytes(clause, movement ? whole_saying(clause, at, movement->at) : at));
    return true;
  }

  static Sides with_default(Sides said, bool one_side) {
    if (said != Sides::kUnsaid) return said;
    return one_side ? Sides::kLeft : Sides::kBoth;
  }

  void add(const ActionRule& rule, Sides sides, float degree, Extent at) {
    actions_.push_back(make_action({rule.name, rule.left, rule.more_for_both}, sides, degree));
    place(at);
    last_rule_ = &rule;
  }

  void place(Extent at) {
    actions_.back().begin = at.begin;
    actions_.back().end = at.end;
  }

  static Extent bytes(const Clause& clause, Extent words) {
    return {clause[words.begin].begin, clause[words.end - 1].end};
  }

  std::vector<FacialAction> actions_;
  const ActionRule* last_rule_ = nullptr;
};

}  // namespace

std::vector<FacialAction> find_facial_actions(std::string_view text) { return Reader().read(text); }

face::Expression apply_actions(std::span<const FacialAction> actions, face::Expression expression) {
  for (const FacialAction& action : actions)
    for (const ChannelScore& s : action.scores)
      expression.set(s.channel, s.score > 0 ? std::max(expression[s.channel], s.score) : 0);
  return expression;
}

}  // namespace emo3d::model
