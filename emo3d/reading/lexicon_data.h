#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emo3d/reading/mixture.h"

/// The hand-written lists of emotion words and words of degree (emo3d/model/data), compiled in. Each file explains its
/// own format at the top.
namespace emo3d::reading {

[[nodiscard]] std::string_view lexicon_text();
[[nodiscard]] std::string_view degrees_text();

enum class WordKind {
  kAdjective,
  kNoun,
  kVerb,          ///< In -ing ("blowing a fuse"); read_irregular_verbs() and inflection.h tell the other forms.
  kPredicate,     ///< After "is" ("over the moon").
  kCue,           ///< After "with" ("a lump in the throat", "tears welling up").
  kCause,         ///< Said of what causes the emotion ("disgusting").
  kInterjection,  ///< Chat words, emoticons, emoji.
};
inline constexpr std::size_t kWordKinds = 7;

/// An emotion word or phrase.
struct LexiconEntry {
  std::string text;
  WordKind kind;
  Mixture mixture;
  /// Mostly means something else outside a list of emotions ("cold", "fine"): not to be looked for in sentences.
  bool ambiguous = false;
};

struct IrregularVerb {
  std::string participle;         ///< "weeping".
  std::vector<std::string> past;  ///< "wept".
};

/// A word of degree and the factor it puts on the strength of an emotion.
struct Degree {
  std::string text;
  float factor;
};

[[nodiscard]] std::vector<LexiconEntry> read_lexicon();
[[nodiscard]] std::vector<IrregularVerb> read_irregular_verbs();
/// Words and phrases that only look like forms of entries ("long" like a form of "longing").
[[nodiscard]] std::vector<std::string> read_lookalikes();
/// \param section "adverb" ("very"), "amount" ("a trace of"), "filling" ("overwhelmed with") or "after" ("as hell").
[[nodiscard]] std::vector<Degree> read_degrees(std::string_view section);

}  // namespace emo3d::reading
