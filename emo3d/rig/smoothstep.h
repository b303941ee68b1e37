#pragma once

#include <algorithm>

namespace emo3d::rig {

/// 0 up to `low`, 1 from `high` on, smooth between; `low` may be the larger one.
[[nodiscard]] constexpr float smoothstep(float low, float high, float x) {
  const float t = std::clamp((x - low) / (high - low), 0.0f, 1.0f);
  return t * t * (3 - 2 * t);
}

}  // namespace emo3d::rig
