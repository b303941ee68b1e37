#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "emo3d/face/channel.h"

namespace emo3d::avatar {

/// How a morph target's name speaks of a channel.
enum class NameKind : std::uint8_t {
  kExact,      ///< It is the channel: "eyeBlinkLeft", "EyeBlink_L", "blendShape1.eyeBlink_L".
  kLeftHalf,   ///< The left side of a middle channel: "browInnerUp_L".
  kRightHalf,  ///< The right side of a middle channel.
  kBothSides,  ///< Two sided channels in one: "eyeBlink" is eyeBlinkLeft and eyeBlinkRight.
};

struct NameMatch {
  face::Channel channel{};  ///< For kBothSides the left one; face::mirrored() gives the other.
  NameKind kind = NameKind::kExact;
  std::size_t prefix = 0;  ///< Characters before the channel's name, such as those of "blendShape1.".
  friend bool operator==(const NameMatch&, const NameMatch&) = default;
};

/// The channel that a morph target's name stands for, in the ways in which programs write ARKit's names: camelCase,
/// PascalCase, snake_case or all in one case; sides as Left and Right or L and R (Face Cap's "eyeBlink_L"), with or
/// without a separator; after any prefix that ends with one of . _ - : / | or a blank ("Face.M_F00_eyeBlinkLeft").
/// The longest name wins: "jaw_left" is jawLeft. Absent for all other names.
[[nodiscard]] std::optional<NameMatch> match_blendshape_name(std::string_view name);

}  // namespace emo3d::avatar
