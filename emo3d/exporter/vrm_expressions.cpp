#include "emo3d/exporter/vrm_expressions.h"

#include <algorithm>
#include <initializer_list>

namespace emo3d::exporter {
namespace {

using face::Channel;

struct Score {
  Channel channel;
  float weight;
};

VrmPreset middle_and_pairs(std::string_view name, std::initializer_list<Score> middle,
                           std::initializer_list<Score> left_of_pairs) {
  VrmPreset preset{name, {}, false};
  for (const Score& score : middle) preset.expression.set(score.channel, score.weight);
  for (const Score& score : left_of_pairs) {
    preset.expression.set(score.channel, score.weight);
    preset.expression.set(face::mirrored(score.channel), score.weight);
  }
  return preset;
}

VrmPreset owning_mouth(VrmPreset preset) {
  preset.owns_mouth = true;
  return preset;
}

/// Both eyes to one side: the left eye by `left`, the right eye by `right`.
VrmPreset gaze_to(std::string_view name, Channel left, Channel right) {
  VrmPreset preset{name, {}, false};
  preset.expression.set(left, 1);
  preset.expression.set(right, 1);
  return preset;
}

}  // namespace

std::vector<VrmPreset> vrm_presets() {
  using enum face::Channel;
  return {
      // After the EMFACS prototypes: happiness 6+12, anger 4+5+7+23, sadness 1+4+15, surprise 1+2+5+26.
      middle_and_pairs("happy", {},
                       {{kMouthSmileLeft, 0.9f},
                        {kCheekSquintLeft, 0.6f},
                        {kEyeSquintLeft, 0.15f},
                        {kMouthUpperUpLeft, 0.2f},
                        {kMouthLowerDownLeft, 0.2f}}),
      owning_mouth(middle_and_pairs("angry", {{kMouthRollLower, 0.2f}, {kMouthRollUpper, 0.2f}},
                                    {{kBrowDownLeft, 1.0f},
                                     {kEyeWideLeft, 0.3f},
                                     {kEyeSquintLeft, 0.25f},
                                     {kNoseSneerLeft, 0.5f},
                                     {kMouthPressLeft, 0.5f},
                                     {kMouthFrownLeft, 0.35f}})),
      middle_and_pairs("sad", {{kBrowInnerUp, 1.0f}, {kMouthShrugLower, 0.5f}, {kMouthShrugUpper, 0.15f}},
                       {{kBrowDownLeft, 0.3f}, {kMouthFrownLeft, 0.95f}, {kEyeLookDownLeft, 0.25f}}),
      // A calm, content face: soft smile, lids a little heavy.
      middle_and_pairs("relaxed", {}, {{kMouthSmileLeft, 0.4f}, {kEyeBlinkLeft, 0.2f}, {kCheekSquintLeft, 0.15f}}),
      owning_mouth(middle_and_pairs("surprised", {{kBrowInnerUp, 0.9f}, {kJawOpen, 0.55f}},
                                    {{kBrowOuterUpLeft, 0.9f}, {kEyeWideLeft, 0.9f}})),
      // The vowels of Japanese a, i, u, e, o, as VRM means them.
      middle_and_pairs("aa", {{kJawOpen, 0.5f}}, {{kMouthLowerDownLeft, 0.25f}, {kMouthUpperUpLeft, 0.15f}}),
      middle_and_pairs("ih", {{kJawOpen, 0.12f}},
                       {{kMouthStretchLeft, 0.35f}, {kMouthSmileLeft, 0.25f}, {kMouthLowerDownLeft, 0.25f}}),
      middle_and_pairs("ou", {{kMouthPucker, 0.65f}, {kMouthFunnel, 0.25f}, {kJawOpen, 0.1f}}, {}),
      middle_and_pairs("ee", {{kJawOpen, 0.25f}},
                       {{kMouthStretchLeft, 0.25f},
                        {kMouthSmileLeft, 0.2f},
                        {kMouthLowerDownLeft, 0.3f},
                        {kMouthUpperUpLeft, 0.2f}}),
      middle_and_pairs("oh", {{kJawOpen, 0.35f}, {kMouthFunnel, 0.55f}, {kMouthPucker, 0.15f}}, {}),
      middle_and_pairs("blink", {}, {{kEyeBlinkLeft, 1.0f}}),
      middle_and_pairs("blinkLeft", {{kEyeBlinkLeft, 1.0f}}, {}),
      middle_and_pairs("blinkRight", {{kEyeBlinkRight, 1.0f}}, {}),
      middle_and_pairs("lookUp", {}, {{kEyeLookUpLeft, 1.0f}}),
      middle_and_pairs("lookDown", {}, {{kEyeLookDownLeft, 1.0f}}),
      gaze_to("lookLeft", kEyeLookOutLeft, kEyeLookInRight),
      gaze_to("lookRight", kEyeLookInLeft, kEyeLookOutRight),
      middle_and_pairs("neutral", {}, {}),
  };
}

}  // namespace emo3d::exporter
