#include "emo3d/reading/clause.h"

#include <algorithm>
#include <array>
#include <span>

#include "emo3d/reading/action_phrases.h"

namespace emo3d::reading {
namespace {

/// What begins a statement: a subject, or a verb that is no facial movement.
constexpr auto kBeginnings = std::to_array<std::string_view>(
    {"he",  "she", "it",    "they", "i",    "we",      "you",    "his",     "her", "their",
     "my",  "is",  "are",   "was",  "were", "has",     "had",    "does",    "did", "will",
     "not", "no",  "there", "this", "that", "someone", "nobody", "everyone"});

/// "feels", but not "sadness", "nervous".
bool looks_like_a_verb(std::string_view word) {
  return word.size() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") &&
         word.find('-') == std::string_view::npos;
}

/// Whether a statement begins with `next`, the phrases after an "and"; `has_movement` tells whether the one before is
/// whole.
bool begins_statement(std::span<const Phrase> next, bool has_movement) {
  for (const Phrase& phrase : next) {
    if (phrase.mark) return false;
    if (std::ranges::find(kBeginnings, phrase.text) != kBeginnings.end()) return true;
    if (phrase.determiner || phrase.side || phrase.degree() || phrase.text.ends_with("ly")) continue;
    if (phrase.is_part()) return phrase.meaning->is_verb || has_movement;
    if (phrase.is_action()) return true;
    if (phrase.is_movement()) return phrase.meaning->kind == VerbKind::kVerb || has_movement;
    if (phrase.role() == Role::kGlue) continue;
    return phrase.meaning == nullptr && looks_like_a_verb(phrase.text);
  }
  return false;
}

}  // namespace

std::vector<Clause> find_clauses(std::string_view text) {
  const std::vector<Phrase> phrases = find_phrases(text);
  std::vector<Clause> clauses;
  bool is_open = false;
  bool has_movement = false;
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    const Phrase& phrase = phrases[i];
    const bool joins = phrase.role() == Role::kAnd || phrase.role() == Role::kOr;
    if (phrase.mark || phrase.role() == Role::kBreak ||
        (joins && begins_statement(std::span(phrases).subspan(i + 1), has_movement))) {
      is_open = has_movement = false;
      continue;
    }
    if (!is_open) clauses.push_back({phrase.begin, phrase.end});
    is_open = true;
    clauses.back().end = phrase.end;
    has_movement = has_movement || phrase.is_movement() || phrase.is_action();
  }
  return clauses;
}

}  // namespace emo3d::reading
