#include "emo3d/model/facial_action.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "emo3d/model/clause.h"
#include "emo3d/model/facial_action_rules.h"

namespace emo3d::model {
namespace {

enum class Sides { kUnsaid, kLeft, kRight, kBoth };

struct PartFound {
  PartName name;
  Extent at;
};

struct MovementFound {
  const ActionRule* rule;
  Extent at;
};

constexpr auto kNegations =
    std::to_array<std::string_view>({"not", "no", "never", "without", "neither", "nor", "cannot", "stops", "stopped"});
constexpr auto kSmall = std::to_array<std::string_view>(
    {"slightly", "slight", "little", "bit", "gently", "faintly", "barely", "partly", "subtly", "somewhat"});
/// Movements to the side that need no side to be told.
constexpr auto kAway = std::to_array<std::string_view>({"away", "averted", "aside", "sideways"});

constexpr Movement kAsideOnly[] = {Movement::kAside};

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_negation(const Word& word) { return one_of(kNegations, word.text) || word.text.ends_with("n't"); }

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

/// A clause with what each of its parts asks of it, found once: a long text may be one clause of thousands of parts.
class IndexedClause {
 public:
  explicit IndexedClause(const Clause& words) : words_(words), saying_begins_(words.size() + 1) {
    first_negation_ = static_cast<std::size_t>(std::ranges::find_if(words, is_negation) - words.begin());
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (std::size_t length = std::min(kMaxMovementWords, words.size() - i); length > 0; --length) {
        const std::span<const Movement> movements = find_movements(join(words, {i, i + length}));
        if (!movements.empty()) phrases_.push_back({{i, i + length}, movements});
      }
      const bool leads = words[i].text == "the" || !find_movements(words[i].text).empty();
      saying_begins_[i + 1] = leads ? saying_begins_[i] : i + 1;
      if (words[i].side) side_places_.push_back(i);
      names_both_ = names_both_ || words[i].text == "both" ||
                    (words[i].side && i + 2 < words.size() && words[i + 1].text == "and" && words[i + 2].side);
    }
  }

  [[nodiscard]] const Clause& words() const { return words_; }
  [[nodiscard]] bool is_negated(std::size_t before) const { return first_negation_ < before; }

  /// The movement nearest to the part; of two as near the one before it.
  [[nodiscard]] std::optional<MovementFound> find_movement(FacePart part, Extent part_at) {
    const std::vector<MovementFound>& all = movements_of(part);
    const auto after =
        std::ranges::partition_point(all, [&](const MovementFound& m) { return m.at.begin < part_at.end; });
    const auto before_end =
        std::ranges::partition_point(all, [&](const MovementFound& m) { return m.at.end <= part_at.begin; });
    std::optional<MovementFound> nearest;
    if (before_end != all.begin()) nearest = *(before_end - 1);
    if (after != all.end() && (!nearest || distance(after->at, part_at) < distance(nearest->at, part_at)))
      nearest = *after;
    return nearest;
  }

  /// The side meant for words `at`: the nearest one said, those before first; both where two are joined or "both" is
  /// said.
  [[nodiscard]] Sides sides_of(Extent at) const {
    if (names_both_) return Sides::kBoth;
    if (side_places_.empty()) return Sides::kUnsaid;
    auto nearest = std::ranges::lower_bound(side_places_, at.begin);
    const auto far = [&](auto place) { return distance({*place, *place + 1}, at); };
    if (nearest == side_places_.end() || (nearest != side_places_.begin() && far(nearest - 1) <= far(nearest)))
      --nearest;
    return *words_[*nearest].side == Side::kLeft ? Sides::kLeft : Sides::kRight;
  }

  /// The words that say an action: from the first to the last of two extents and of the side said within three words
  /// of them, with the verb and article before ("opens the" of "opens the eye wide").
  [[nodiscard]] Extent whole_saying(Extent a, Extent b) const {
    constexpr std::size_t kNear = 3;
    Extent all{std::min(a.begin, b.begin), std::max(a.end, b.end)};
    auto side = std::ranges::lower_bound(side_places_, all.begin - std::min(all.begin, kNear + 1));
    for (; side != side_places_.end() && distance({*side, *side + 1}, all) <= kNear; ++side)
      all = {std::min(all.begin, *side), std::max(all.end, *side + 1)};
    all.begin = saying_begins_[all.begin];
    return all;
  }

 private:
  struct Phrase {
    Extent at;
    std::span<const Movement> movements;
  };

  /// What `part` can do of what the clause says, in order; of phrases that overlap the first and longest.
  const std::vector<MovementFound>& movements_of(FacePart part) {
    const auto [found, is_new] = movements_.try_emplace(part);
    if (!is_new) return found->second;
    std::size_t free = 0;
    for (const Phrase& phrase : phrases_) {
      const ActionRule* rule = phrase.at.begin >= free ? find_rule(part, phrase.movements) : nullptr;
      if (rule == nullptr) continue;
      found->second.push_back({rule, phrase.at});
      free = phrase.at.end;
    }
    return found->second;
  }

  const Clause& words_;
  std::vector<Phrase> phrases_;
  std::vector<std::size_t> saying_begins_;  ///< For each word the first of the verbs and articles right before it.
  std::vector<std::size_t> side_places_;
  std::size_t first_negation_ = 0;
  bool names_both_ = false;
  std::map<FacePart, std::vector<MovementFound>> movements_;
};

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

/// Reads one clause after the other; what a clause leaves out is taken from the one before.
class Reader {
 public:
  std::vector<FacialAction> read(std::string_view text) {
    for (const Clause& words : find_clauses(text)) {
      IndexedClause clause(words);
      read_clause(clause);
    }
    return std::move(actions_);
  }

 private:
  void read_clause(IndexedClause& clause) {
    const float degree =
        std::ranges::any_of(clause.words(), [](const Word& w) { return one_of(kSmall, w.text); }) ? 0.5f : 1.0f;
    bool found = false;
    for (const PartFound& part : find_parts(clause.words())) found = read_part(clause, part, degree) || found;
    if (!found) found = read_single_words(clause, degree);
    if (!found) found = read_ellipsis(clause, degree);
    if (!found) last_rule_ = nullptr;
  }

  bool read_part(IndexedClause& clause, const PartFound& part, float degree) {
    Sides sides = clause.sides_of(part.at);
    auto movement = clause.find_movement(part.name.part, part.at);
    if (movement && movement->rule->movement == Movement::kAside && sides == Sides::kUnsaid &&
        !one_of(kAway, join(clause.words(), movement->at)))
      return false;
    if (part.name.part == FacePart::kGaze) {
      // "looks down" but not "looks a bit down" nor "looks down on"; "looks left" needs no other word
      if (movement && movement->rule->movement != Movement::kAside &&
          (distance(movement->at, part.at) > 0 ||
           (movement->at.end < clause.words().size() && clause.words()[movement->at.end].text == "on")))
        movement.reset();
      if (!movement && sides != Sides::kUnsaid) movement = {find_rule(part.name.part, kAsideOnly), part.at};
    }
    const ActionRule* rule = movement ? movement->rule : nullptr;
    if (rule == nullptr && last_rule_ != nullptr && sides != Sides::kUnsaid && last_rule_->part == part.name.part)
      rule = last_rule_;  // "raises the left eyebrow and the right eyebrow"
    if (rule == nullptr) return false;
    const Extent moved = movement ? movement->at : part.at;
    if (clause.is_negated(moved.begin)) return true;
    add(*rule, with_default(sides, part.name.one_side || rule->movement == Movement::kAside), degree,
        bytes(clause, clause.whole_saying(part.at, moved)));
    return true;
  }

  bool read_single_words(const IndexedClause& clause, float degree) {
    const std::size_t count = clause.words().size();
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t length = std::min(kMaxMovementWords, count - i); length > 0; --length) {
        const Extent at{i, i + length};
        const WordRule* rule = find_word_rule(join(clause.words(), at));
        if (rule == nullptr) continue;
        if (clause.is_negated(i)) return true;
        actions_.push_back(make_action({rule->name, rule->left, {}, rule->tells_feeling},
                                       with_default(clause.sides_of(at), rule->one_side), degree));
        place(bytes(clause, at));
        last_rule_ = nullptr;
        return true;
      }
    }
    return false;
  }

  /// "... and lowers the right": the part, or the movement too, stands in the clause before.
  bool read_ellipsis(IndexedClause& clause, float degree) {
    const auto side = std::ranges::find_if(clause.words(), [](const Word& w) { return w.side.has_value(); });
    if (last_rule_ == nullptr || side == clause.words().end()) return false;
    const auto place_of_side = static_cast<std::size_t>(side - clause.words().begin());
    const Extent at{place_of_side, place_of_side + 1};
    const auto movement = clause.find_movement(last_rule_->part, at);
    if (!clause.is_negated(clause.words().size()))
      add(movement ? *movement->rule : *last_rule_, clause.sides_of(at), degree,
          bytes(clause, movement ? clause.whole_saying(at, movement->at) : at));
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

  static Extent bytes(const IndexedClause& clause, Extent at) {
    return {clause.words()[at.begin].begin, clause.words()[at.end - 1].end};
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
