#pragma once

#include <array>

#include "tools/head/skull.h"

namespace emo3d::head {

/// Rings that continue the neck over the shoulders to the lower end of the bust.
inline constexpr int kShoulderRings = 5;

/// The lower two rings of the neck and those of the shoulders. `neck`: the last ring above them, level, about a
/// vertical axis; each column of the result runs down from its point in the direction that it has from the axis.
[[nodiscard]] std::array<OvalRing, kNeckRings + kShoulderRings> build_shoulders(const OvalRing& neck);

}  // namespace emo3d::head
