#pragma once

#include <cstdint>

namespace emo3d::render {

/// The 8-bit sRGB code nearest to linear `value` (IEC 61966-2-1), exact for values at least 1/8192 from the border
/// between two codes; below 0 and NaN give 0, above 1 gives 255.
[[nodiscard]] std::uint8_t srgb_code(float value);

/// The linear value in [0,1] of an 8-bit sRGB code; srgb_code() gives the code back.
[[nodiscard]] float linear_value(std::uint8_t code);

}  // namespace emo3d::render
