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

/// Which side of the face is meant.
enum class Sides { kUnsaid, kLeft, kRight, kBoth, kOne, kOther };

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

/// What the phrases of one saying mean together.
class SayingReader {
 public:
  SayingReader(std::span<const Phrase> phrases, Saying saying) : phrases_(phrases), saying_(saying) {}

  /// The movement of the part at `part`, after it ("brow up") or before ("raises the brow"), words apart that may
  /// stand between.
  [[nodiscard]] std::optional<MovementFound> find_movement(std::size_t part) const;
  /// Where the part at `part` moves to: the phrase of a side ("moves the jaw to the left").
  [[nodiscard]] std::optional<std::size_t> find_direction(std::size_t part) const;
  /// The side said just before the part at `part`, or for it after ("the eyebrow on the left").
  [[nodiscard]] Sides sides_of(std::size_t part) const;
  /// A side near `at` that belongs to none of the phrases in `used`, for words that are an action by themselves
  /// ("smirks on the left").
  [[nodiscard]] Sides free_sides(std::size_t at, const std::vector<bool>& used) const;
  /// Whether a negation stands before `at`, or a fading after it.
  [[nodiscard]] bool is_negated(std::size_t at) const;
  /// Whether what is said at `at` is aimed at who speaks ("yelled at me").
  [[nodiscard]] bool is_at_me(std::size_t at) const;
  /// The factor of the word of degree nearest to phrases [begin, end); 1 where there is none.
  [[nodiscard]] float degree_of(std::size_t begin, std::size_t end) const;
  /// Whether nothing is said but sides, parts, movements and what holds them together.
  [[nodiscard]] bool is_bare() const;

 private:
  [[nodiscard]] bool is_transparent(std::size_t at) const;
  [[nodiscard]] bool is_unknown(std::size_t at) const;
  [[nodiscard]] std::optional<MovementFound> movement_before(std::size_t part) const;
  [[nodiscard]] std::optional<MovementFound> movement_after(std::size_t part, bool alone) const;
  [[nodiscard]] bool belongs_to_next_part(std::size_t movement) const;
  [[nodiscard]] bool is_look(std::size_t movement) const;
  [[nodiscard]] Sides sides_at(std::size_t at) const;

  std::span<const Phrase> phrases_;
  Saying saying_;
};

}  // namespace emo3d::reading
