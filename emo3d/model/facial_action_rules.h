#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "emo3d/model/facial_action.h"

/// The vocabulary of facial actions: words for parts and movements, and what each pair does to the face.
namespace emo3d::model {

enum class FacePart : std::uint8_t {
  kBrow,
  kInnerBrow,
  kEye,
  kLid,
  kGaze,
  kMouthCorner,
  kMouth,
  kUpperLip,
  kLowerLip,
  kLips,
  kCheek,
  kNose,
  kNostril,
  kJaw,
  kChin,
  kTongue,
  kTeeth,
};

enum class Movement : std::uint8_t {
  kUp,
  kDown,
  kClose,
  kHalfClose,
  kOpen,
  kOpenWide,
  kNarrow,
  kWrinkle,
  kPuff,
  kDimple,
  kPress,
  kPucker,
  kRound,
  kStretch,
  kForward,
  kAside,
  kInward,
  kRoll,
  kOut,
  kShow,
  kClench,
  kBite,
  kPart,
};

struct PartName {
  FacePart part;
  bool one_side;  ///< Whether the word alone means one side: "eyebrow", but not "eyebrows" or "nose".
};

/// The longest name, in words.
inline constexpr std::size_t kMaxPartWords = 4;
inline constexpr std::size_t kMaxMovementWords = 3;

/// What `words` (separated by single blanks, "the" for every possessive) name, where they are exactly a known name.
[[nodiscard]] std::optional<PartName> find_part(std::string_view words);

/// What a movement of a part does, written for the left side.
struct ActionRule {
  FacePart part;
  Movement movement;
  std::string_view name;  ///< As in FacialAction.
  std::span<const ChannelScore> left;
  std::span<const ChannelScore> more_for_both = {};  ///< What is added where both sides move.
};

/// What the words of a movement ("turned down") may mean, the likeliest first; empty where they name none.
[[nodiscard]] std::span<const Movement> find_movements(std::string_view words);
/// The rule for a part and the first of `movements` that it can make; null where it can make none.
[[nodiscard]] const ActionRule* find_rule(FacePart part, std::span<const Movement> movements);

/// Words that are an action by themselves: "winks", "a wide smile", "cross-eyed".
struct WordRule {
  std::string_view words;  ///< Alternatives of up to kMaxMovementWords words, separated by '|'.
  std::string_view name;
  bool one_side;
  bool tells_feeling;  ///< Whether the words say something of the emotion too ("frowns"), unlike "winks".
  std::span<const ChannelScore> left;
};

[[nodiscard]] const WordRule* find_word_rule(std::string_view words);

}  // namespace emo3d::model
