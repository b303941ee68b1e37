#pragma once

#include "emo3d/face/expression.h"

namespace emo3d::rig {

/// The nearest expression that a face can show. mouthClose closes what jawOpen has opened and hardly more: by itself it
/// would push the lower lip through the upper one. tongueOut lowers the jaw as far as the tongue is thick, and
/// unrolls and unpresses the lips around it. Rolled lips press less. mouthLeft and mouthRight cancel
/// each other.
[[nodiscard]] face::Expression reachable(const face::Expression& expression);

}  // namespace emo3d::rig
