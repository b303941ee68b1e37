#include "emo3d/face/channel.h"

#include <algorithm>

#include "emo3d/base/error.h"

namespace emo3d::face {
namespace {

constexpr std::array<std::string_view, kChannelCount> kNames = {
    "browDownLeft",      "browDownRight",      "browInnerUp",         "browOuterUpLeft",
    "browOuterUpRight",  "cheekPuff",          "cheekSquintLeft",     "cheekSquintRight",
    "eyeBlinkLeft",      "eyeBlinkRight",      "eyeLookDownLeft",     "eyeLookDownRight",
    "eyeLookInLeft",     "eyeLookInRight",     "eyeLookOutLeft",      "eyeLookOutRight",
    "eyeLookUpLeft",     "eyeLookUpRight",     "eyeSquintLeft",       "eyeSquintRight",
    "eyeWideLeft",       "eyeWideRight",       "jawForward",          "jawLeft",
    "jawOpen",           "jawRight",           "mouthClose",          "mouthDimpleLeft",
    "mouthDimpleRight",  "mouthFrownLeft",     "mouthFrownRight",     "mouthFunnel",
    "mouthLeft",         "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft",
    "mouthPressRight",   "mouthPucker",        "mouthRight",          "mouthRollLower",
    "mouthRollUpper",    "mouthShrugLower",    "mouthShrugUpper",     "mouthSmileLeft",
    "mouthSmileRight",   "mouthStretchLeft",   "mouthStretchRight",   "mouthUpperUpLeft",
    "mouthUpperUpRight", "noseSneerLeft",      "noseSneerRight",      "tongueOut"};

std::string mirrored_name(std::string_view text) {
  std::string other(text);
  if (text.ends_with("Left")) return other.replace(other.size() - 4, 4, "Right");
  if (text.ends_with("Right")) return other.replace(other.size() - 5, 5, "Left");
  return other;
}

const std::array<Channel, kChannelCount>& mirror_table() {
  static const auto table = [] {
    std::array<Channel, kChannelCount> t{};
    for (const Channel c : channels()) t[static_cast<std::size_t>(c)] = *find_channel(mirrored_name(name(c)));
    return t;
  }();
  return table;
}

}  // namespace

std::string_view name(Channel channel) { return kNames.at(static_cast<std::size_t>(channel)); }

std::string pascal_name(Channel channel) {
  std::string text(name(channel));
  text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::optional<Channel> find_channel(std::string_view text) {
  const auto found = std::ranges::find(kNames, text);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Channel>(found - kNames.begin());
}

Channel mirrored(Channel channel) { return mirror_table().at(static_cast<std::size_t>(channel)); }

}  // namespace emo3d::face
