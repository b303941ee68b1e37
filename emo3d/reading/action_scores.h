#pragma once

#include "emo3d/reading/facial_action.h"
#include "emo3d/reading/saying.h"

namespace emo3d::reading {

/// What a rule demands of the channels where it is done on `sides` (left, right or both) by a factor of `degree`; no
/// score passes 1. Where it is negated, what it would show is ruled out, without the middle channels where one side is
/// meant: who does not raise the left eyebrow may still raise the other. The bytes are left to the caller.
[[nodiscard]] FacialAction make_action(const ActionRule& rule, Sides sides, float degree, bool negated);

}  // namespace emo3d::reading
