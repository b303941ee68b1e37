#pragma once

#include <string_view>
#include <vector>

#include "emo3d/face/expression.h"

namespace emo3d::exporter {

/// A preset expression of VRM 1.0: what the face shows at its full weight.
struct VrmPreset {
  std::string_view name;
  face::Expression expression;
  /// The mouth is part of the expression, so shapes of speech should fade out under it (overrideMouth "blend").
  bool owns_mouth = false;
};

/// The 18 presets of VRM 1.0: five emotions, five vowels, three blinks, four directions of gaze and "neutral", which is
/// empty. They are made for linear morph targets that applications add up: emotions narrow the eyes little, so
/// that a blink on top does not fold the lids.
/// https://github.com/vrm-c/vrm-specification/blob/master/specification/VRMC_vrm-1.0/expressions.md
[[nodiscard]] std::vector<VrmPreset> vrm_presets();

}  // namespace emo3d::exporter
