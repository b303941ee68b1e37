#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "emo3d/reading/saying.h"

namespace emo3d::reading {

/// Whether `phrase` is "to", "towards" and the like.
[[nodiscard]] bool is_towards(const Phrase& phrase);

/// What the phrases of one saying mean together.
class SayingReader {
 public:
  SayingReader(std::span<const Phrase> phrases, Saying saying) : phrases_(phrases), saying_(saying) {}

  /// The movement of the part at `part`, after it ("brow up") or before ("raises the brow"), words apart that may
  /// stand between.
  [[nodiscard]] std::optional<MovementFound> find_movement(std::size_t part) const;
  /// Whether the part at `part` only tells where the one before lies ("the brow over the left eye").
  [[nodiscard]] bool is_place(std::size_t part) const;
  /// Whether what the mouth at `part` does is said of a corner of it ("the mouth turns up at the left corner").
  [[nodiscard]] bool is_in_its_corner(std::size_t part) const;
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
  /// The factor of the word of degree nearest to phrases [begin, end); 1 where there is none. What `shuts` gently is
  /// shut.
  [[nodiscard]] float degree_of(std::size_t begin, std::size_t end, bool shuts = false) const;
  /// Whether nothing is said but sides, parts, movements and what holds them together.
  [[nodiscard]] bool is_bare() const;

 private:
  [[nodiscard]] bool is_transparent(std::size_t at) const;
  [[nodiscard]] bool is_unknown(std::size_t at) const;
  [[nodiscard]] bool holds_part(std::size_t at) const;
  [[nodiscard]] std::optional<MovementFound> phrasal_movement(std::size_t part) const;
  [[nodiscard]] std::optional<MovementFound> movement_before(std::size_t part) const;
  [[nodiscard]] std::optional<MovementFound> movement_after(std::size_t part, bool alone) const;
  [[nodiscard]] std::optional<std::size_t> direction_before(std::size_t part) const;
  [[nodiscard]] bool belongs_to_next_part(std::size_t movement) const;
  [[nodiscard]] bool is_look(std::size_t movement) const;
  [[nodiscard]] Sides sides_at(std::size_t at) const;

  std::span<const Phrase> phrases_;
  Saying saying_;
};

}  // namespace emo3d::reading
