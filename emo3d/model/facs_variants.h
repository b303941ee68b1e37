#pragma once

#include <span>

#include "emo3d/emotion/emotion.h"
#include "emo3d/face/expression.h"

namespace emo3d::model {

/// Other ways to show an emotion at full intensity than its prototype(), after the variants that the FACS
/// Investigator's Guide (Ekman, Friesen and Hager 2002) tabulates; none for kNeutral.
[[nodiscard]] std::span<const face::Expression> variants(emotion::Emotion emotion);

}  // namespace emo3d::model
