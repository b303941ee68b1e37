#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/face/channel.h"

/// The words of facial actions and what they do to the face, as data/actions.txt lists them.
namespace emo3d::reading {

[[nodiscard]] std::string_view actions_text();

/// A score that an action demands of a channel, for the left side.
struct RuleScore {
  face::Channel channel;
  float one = 0;   ///< Where one side moves.
  float both = 0;  ///< Where both move.
};

/// What an action does, written for the left side.
struct ActionRule {
  std::string_view name;  ///< As in FacialAction.
  std::vector<RuleScore> scores;
  bool one_side = false;       ///< Whether it means one side where none is said.
  bool tells_feeling = false;  ///< Whether the words say something of the emotion too ("frowns"), unlike "winks".
  bool order = false;          ///< Whether it is one only where nothing stands before ("open wide!").
  bool aimed = false;          ///< Whether it is another's face where it is aimed at me ("yelled at me").
};

/// What a phrase does in a sentence beside naming parts and movements.
enum class Role : std::uint8_t {
  kNone,
  kGlue,         ///< May stand between a part and its movement.
  kPreposition,  ///< Parts and movements do not meet across it.
  kNegation,
  kAffirmation,  ///< Looks like a negation: "can't stop".
  kFading,       ///< Denies what stands before: "her smile vanishes".
  kAnd,
  kOr,
  kBreak,  ///< Ends a clause: "while".
  kBoth,
  kNeither,
  kOne,
  kOther,
  kPronoun,
  kIdiom,     ///< Names no action, whatever its words.
  kCompound,  ///< After a part: what is named is no part ("eye contact").
};

enum class VerbKind : std::uint8_t { kState, kVerb, kParticiple };

/// All that a phrase may mean; a word may have several meanings ("open", "wide").
struct Meaning {
  std::string_view part;                    ///< Empty where it is none.
  bool names_one = false;                   ///< Of a part: whether one of a pair is named ("eyebrow").
  bool is_verb = false;                     ///< Of a part: whether it is a verb ("looks").
  std::vector<std::string_view> movements;  ///< The likeliest first.
  VerbKind kind = VerbKind::kState;         ///< Of a movement; kState where it is no verb at all.
  const ActionRule* action = nullptr;       ///< Of words that are an action by themselves.
  std::optional<float> degree;
  Role role = Role::kNone;
};

/// The longest phrase, in words.
inline constexpr std::size_t kMaxPhraseWords = 7;

/// What `phrase` means, or null; words are parted by single blanks, "the" stands for every possessive.
[[nodiscard]] const Meaning* find_meaning(std::string_view phrase);

/// All that `part` can do.
[[nodiscard]] std::vector<const ActionRule*> rules_of(std::string_view part);

/// What `part` does when it makes `movement`, or null where it cannot.
[[nodiscard]] const ActionRule* find_rule(std::string_view part, std::string_view movement);

}  // namespace emo3d::reading
