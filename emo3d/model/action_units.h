#pragma once

#include <span>

#include "emo3d/face/expression.h"

/// FACS action units as blendshapes. Names and meaning of the units: Ekman, Friesen and Hager, "Facial Action Coding
/// System" (2002). Which ARKit channels show them, and how much, is emo3d's choice.
namespace emo3d::model {

/// An action unit and how strongly it acts, 0 to 1.
struct ActionUnitWeight {
  int action_unit;
  float weight;
};

/// Units of which only one half moves are numbered from here: kLeftHalf + 12 is "L12".
inline constexpr int kLeftHalf = 1000;
inline constexpr int kRightHalf = 2000;

/// `a` and `b` together, short of 1: 1 - (1 - a)(1 - b).
[[nodiscard]] float unite(float a, float b);

/// The face that shows `units`; where two move the same channel they unite(). Units without a channel are left out.
[[nodiscard]] face::Expression show_action_units(std::span<const ActionUnitWeight> units);

}  // namespace emo3d::model
