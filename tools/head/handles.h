#pragma once

#include <array>
#include <optional>
#include <span>

#include "tools/head/displacement_field.h"
#include "tools/head/landmarks.h"

namespace emo3d::head {

/// A movement in centimetres as the tables write it; +x is towards the subject's left.
struct Offset {
  double x = 0;
  double y = 0;
  double z = 0;
};

/// One line of a handle table: how far a landmark moves at weight 1.
struct Handle {
  int landmark = 0;
  Offset move;
};

[[nodiscard]] inline Vec vec(const Offset& offset) { return {offset.x, offset.y, offset.z}; }

/// The handles of a table, each component multiplied by that of `scale`.
[[nodiscard]] Handles from_table(std::span<const Handle> table, const Offset& scale = {1, 1, 1});

/// All handles of both; where both move a landmark, `overriding` wins.
[[nodiscard]] Handles merged(Handles base, const Handles& overriding);

/// `right` with its mirror image on the other side; landmarks on the midline lose their sideways part.
[[nodiscard]] Handles both_sides(const Handles& right, std::span<const int> mirror);

/// Movement along one lip, from next to the corner to the middle of the mouth.
using LipLine = std::array<Offset, kLipPoints>;

/// Movement of the lips; a lip that is not given is left free.
struct LipMoves {
  std::optional<LipLine> upper = std::nullopt;
  std::optional<LipLine> lower = std::nullopt;
  Offset corner = {};
  /// Multiplies the movement on each of the four lip rings, from the outer edge to where the lips meet.
  std::array<Offset, kLipRings> ring_scale = {{{1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}}};
};

/// Handles that move the right half of the lips; the left half follows the middle and fades to nothing at its corner.
[[nodiscard]] Handles lips_right(const LipMoves& moves, std::span<const int> mirror);
/// Handles that move both halves of the lips alike.
[[nodiscard]] Handles lips_both(const LipMoves& moves, std::span<const int> mirror);

}  // namespace emo3d::head
