#pragma once

#include <span>

#include "emo3d/emotion/emotion.h"
#include "emo3d/reading/mixture.h"

namespace emo3d::reading {

/// What is felt where nothing but these emotions' absence is told: mostly nothing, with what the denial hints at (a
/// person who is said not to be happy is a little sad). emo3d's choice.
[[nodiscard]] Mixture after_denial(std::span<const emotion::Emotion> denied);

}  // namespace emo3d::reading
