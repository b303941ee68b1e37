#pragma once

#include <span>
#include <string>
#include <vector>

#include "emo3d/image/image.h"

/// What encoders are shown when they are tested: the same on every machine, made in code.
namespace emo3d::service {

/// Changes whenever a text or picture does; stands in recorded vectors.
inline constexpr const char* kSelftestInputs = "1";

/// English in several lengths (one longer than CLIP reads), capitals, accents, other scripts, emoji.
[[nodiscard]] std::span<const std::string> selftest_texts();
/// Pictures of several shapes, larger and smaller than encoders take them: ramps, rings, tiles, noise.
[[nodiscard]] std::vector<image::Image> selftest_images();

}  // namespace emo3d::service
