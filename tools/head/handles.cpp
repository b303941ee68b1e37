#include "tools/head/handles.h"

#include <cmath>

namespace emo3d::head {
namespace {

Handles lip_columns(const LipMoves& moves) {
  Handles handles;
  for (std::size_t k = 0; k < kLipPoints; ++k)
    for (std::size_t ring = 0; ring < kLipRings; ++ring) {
      const Vec scale = vec(moves.ring_scale[ring]);
      if (moves.upper) handles[kUpperLip[ring][k]] = vec((*moves.upper)[k]).cwiseProduct(scale);
      if (moves.lower) handles[kLowerLip[ring][k]] = vec((*moves.lower)[k]).cwiseProduct(scale);
    }
  for (const int landmark : kLipCorner) handles[landmark] = vec(moves.corner);
  return handles;
}

}  // namespace

Handles from_table(std::span<const Handle> table, const Offset& scale) {
  Handles handles;
  for (const Handle& handle : table) handles[handle.landmark] = vec(handle.move).cwiseProduct(vec(scale));
  return handles;
}

Handles merged(Handles base, const Handles& overriding) {
  for (const auto& [landmark, move] : overriding) base[landmark] = move;
  return base;
}

Handles both_sides(const Handles& right, std::span<const int> mirror) {
  Handles both = right;
  for (const auto& [landmark, move] : right) {
    const int other = mirror[landmark];
    both[other] = other == landmark ? Vec(0, move.y(), move.z()) : Vec(-move.x(), move.y(), move.z());
  }
  return both;
}

Handles lips_right(const LipMoves& moves, std::span<const int> mirror) {
  // Slightly faster than linear, so that the resting corner is not dragged along.
  constexpr double kFadeExponent = 1.3;
  Handles handles = lip_columns(moves);
  const Handles right = handles;
  for (std::size_t k = 0; k + 1 < kLipPoints; ++k) {
    const double fade = std::pow(static_cast<double>(k) / (kLipPoints - 1), kFadeExponent);
    for (std::size_t ring = 0; ring < kLipRings; ++ring) {
      if (moves.upper) handles[mirror[kUpperLip[ring][k]]] = fade * right.at(kUpperLip[ring].back());
      if (moves.lower) handles[mirror[kLowerLip[ring][k]]] = fade * right.at(kLowerLip[ring].back());
    }
  }
  for (const int landmark : kLipCorner) handles[mirror[landmark]] = Vec::Zero();
  return handles;
}

Handles lips_both(const LipMoves& moves, std::span<const int> mirror) { return both_sides(lip_columns(moves), mirror); }

}  // namespace emo3d::head
