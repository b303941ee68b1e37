#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace emo3d::face {

/// The blendshape channels of emo3d: the 51 scores of MediaPipe Face Landmarker in MediaPipe's order without
/// `_neutral`, then ARKit's `tongueOut`. "Left" is the subject's left. Name = enumerator without the k, first letter
/// lower case.
enum class Channel : std::uint8_t {
  kBrowDownLeft,
  kBrowDownRight,
  kBrowInnerUp,
  kBrowOuterUpLeft,
  kBrowOuterUpRight,
  kCheekPuff,
  kCheekSquintLeft,
  kCheekSquintRight,
  kEyeBlinkLeft,
  kEyeBlinkRight,
  kEyeLookDownLeft,
  kEyeLookDownRight,
  kEyeLookInLeft,
  kEyeLookInRight,
  kEyeLookOutLeft,
  kEyeLookOutRight,
  kEyeLookUpLeft,
  kEyeLookUpRight,
  kEyeSquintLeft,
  kEyeSquintRight,
  kEyeWideLeft,
  kEyeWideRight,
  kJawForward,
  kJawLeft,
  kJawOpen,
  kJawRight,
  kMouthClose,
  kMouthDimpleLeft,
  kMouthDimpleRight,
  kMouthFrownLeft,
  kMouthFrownRight,
  kMouthFunnel,
  kMouthLeft,
  kMouthLowerDownLeft,
  kMouthLowerDownRight,
  kMouthPressLeft,
  kMouthPressRight,
  kMouthPucker,
  kMouthRight,
  kMouthRollLower,
  kMouthRollUpper,
  kMouthShrugLower,
  kMouthShrugUpper,
  kMouthSmileLeft,
  kMouthSmileRight,
  kMouthStretchLeft,
  kMouthStretchRight,
  kMouthUpperUpLeft,
  kMouthUpperUpRight,
  kNoseSneerLeft,
  kNoseSneerRight,
  kTongueOut,
};

inline constexpr std::size_t kChannelCount = 52;

/// All channels, in the order of the enumeration.
[[nodiscard]] constexpr std::array<Channel, kChannelCount> channels() {
  std::array<Channel, kChannelCount> all{};
  for (std::size_t i = 0; i < kChannelCount; ++i) all[i] = static_cast<Channel>(i);
  return all;
}

/// camelCase name as ARKit and MediaPipe write it: "browDownLeft".
[[nodiscard]] std::string_view name(Channel channel);
/// PascalCase name as Live Link Face writes it: "BrowDownLeft".
[[nodiscard]] std::string pascal_name(Channel channel);
/// The channel with exactly this camelCase name.
[[nodiscard]] std::optional<Channel> find_channel(std::string_view name);
/// The channel on the other side of the face (jawLeft <-> jawRight too); a middle channel is its own mirror.
[[nodiscard]] Channel mirrored(Channel channel);

}  // namespace emo3d::face
