#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "emo3d/reading/action_phrases.h"

/// A description in sayings: the stretches within which a part of the face meets its movement.
namespace emo3d::reading {

/// Phrases [begin, end) of a description, and what parts them from those before.
struct Saying {
  std::size_t begin = 0, end = 0;
  Role joint = Role::kBreak;  ///< kAnd, kOr, or kBreak for all else, marks included.
};

/// \returns the sayings that are not empty. "and" between two sides ("left and right eyebrow") joins them; elsewhere it
/// parts sayings.
[[nodiscard]] std::vector<Saying> find_sayings(std::span<const Phrase> phrases);

/// Which side of the face is meant; kWhole is both where none is said, and may be told later.
enum class Sides { kUnsaid, kLeft, kRight, kBoth, kWhole, kOne, kOther };

[[nodiscard]] Sides to_sides(Side side);
[[nodiscard]] Sides opposite(Sides sides);

/// Movement of a part.
struct MovementFound {
  const ActionRule* rule;
  std::string_view movement;
  std::size_t at;  ///< Its phrase.
};

/// What `part` does by the movement at `at`, the likeliest it can make; never "aside", which takes a direction.
[[nodiscard]] std::optional<MovementFound> movement_at(std::span<const Phrase> phrases, std::size_t at,
                                                       std::string_view part);

}  // namespace emo3d::reading
