#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emo3d/model/mixture.h"

/// The hand-written lists of emotion words and words of degree (emo3d/model/data), compiled in. Each file explains its
/// own format at the top.
namespace emo3d::model {

[[nodiscard]] std::string_view lexicon_text();
[[nodiscard]] std::string_view degrees_text();

enum class WordKind { kAdjective, kNoun, kVerb, kPredicate };
inline constexpr std::size_t kWordKinds = 4;

/// An emotion word or phrase; one that has several meanings has several entries.
struct LexiconEntry {
  std::string text;
  WordKind kind;
  Mixture mixture;
};

/// A word of degree and the factor it puts on the strength of an emotion.
struct Degree {
  std::string text;
  float factor;
};

[[nodiscard]] std::vector<LexiconEntry> read_lexicon();
/// \param section "adverb" ("very"), "amount" ("a trace of") or "filling" ("overwhelmed with").
[[nodiscard]] std::vector<Degree> read_degrees(std::string_view section);

}  // namespace emo3d::model
