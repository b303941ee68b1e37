#include "emo3d/model/action_units.h"

#include <array>

namespace emo3d::model {
namespace {

using face::Channel;

struct Score {
  Channel channel;
  float weight;
};

/// The channels that show an action unit at its full intensity.
struct ActionUnit {
  int number;
  std::array<Score, 4> scores;  // unused places have weight 0
};

constexpr auto kUnused = Score{Channel::kBrowInnerUp, 0};

constexpr ActionUnit both(int number, Channel left, Channel right, float weight = 1) {
  return {number, {{{left, weight}, {right, weight}, kUnused, kUnused}}};
}
constexpr ActionUnit middle(int number, Channel channel, float weight = 1) {
  return {number, {{{channel, weight}, kUnused, kUnused, kUnused}}};
}
constexpr ActionUnit two_pairs(int number, std::array<Score, 4> scores) { return {number, scores}; }

constexpr ActionUnit kActionUnits[] = {
    middle(1, Channel::kBrowInnerUp),                                // inner brow raiser
    both(2, Channel::kBrowOuterUpLeft, Channel::kBrowOuterUpRight),  // outer brow raiser
    both(4, Channel::kBrowDownLeft, Channel::kBrowDownRight),        // brow lowerer
    both(5, Channel::kEyeWideLeft, Channel::kEyeWideRight),          // upper lid raiser
    two_pairs(6, {{{Channel::kCheekSquintLeft, 1.0f},                // cheek raiser; narrows the eyes from below
                   {Channel::kCheekSquintRight, 1.0f},
                   {Channel::kEyeSquintLeft, 0.3f},
                   {Channel::kEyeSquintRight, 0.3f}}}),
    both(7, Channel::kEyeSquintLeft, Channel::kEyeSquintRight),             // lid tightener
    both(9, Channel::kNoseSneerLeft, Channel::kNoseSneerRight),             // nose wrinkler
    both(10, Channel::kMouthUpperUpLeft, Channel::kMouthUpperUpRight),      // upper lip raiser
    both(12, Channel::kMouthSmileLeft, Channel::kMouthSmileRight),          // lip corner puller
    both(15, Channel::kMouthFrownLeft, Channel::kMouthFrownRight),          // lip corner depressor
    both(16, Channel::kMouthLowerDownLeft, Channel::kMouthLowerDownRight),  // lower lip depressor
    two_pairs(17, {{{Channel::kMouthShrugLower, 1.0f}, {Channel::kMouthShrugUpper, 0.3f}, kUnused, kUnused}}),  // chin
    both(20, Channel::kMouthStretchLeft, Channel::kMouthStretchRight),  // lip stretcher
    middle(22, Channel::kMouthFunnel),                                  // lip funneler
    two_pairs(23, {{{Channel::kMouthPressLeft, 0.5f},                   // lip tightener
                    {Channel::kMouthPressRight, 0.5f},
                    {Channel::kMouthRollLower, 0.25f},
                    {Channel::kMouthRollUpper, 0.25f}}}),
    both(24, Channel::kMouthPressLeft, Channel::kMouthPressRight),  // lip pressor
    two_pairs(25, {{{Channel::kMouthLowerDownLeft, 0.3f},           // lips part
                    {Channel::kMouthLowerDownRight, 0.3f},
                    {Channel::kMouthUpperUpLeft, 0.3f},
                    {Channel::kMouthUpperUpRight, 0.3f}}}),
    middle(26, Channel::kJawOpen, 0.6f),                              // jaw drop
    both(43, Channel::kEyeBlinkLeft, Channel::kEyeBlinkRight),        // eyes closed
    both(64, Channel::kEyeLookDownLeft, Channel::kEyeLookDownRight),  // eyes down
    middle(kRightHalf + 2, Channel::kBrowOuterUpRight),
    middle(kLeftHalf + 10, Channel::kMouthUpperUpLeft),
    middle(kLeftHalf + 12, Channel::kMouthSmileLeft),
    middle(kLeftHalf + 14, Channel::kMouthDimpleLeft),
    middle(kLeftHalf + 24, Channel::kMouthPressLeft),
};

}  // namespace

float unite(float a, float b) { return 1 - (1 - a) * (1 - b); }

face::Expression show_action_units(std::span<const ActionUnitWeight> units) {
  face::Expression result;
  for (const ActionUnitWeight& shown : units)
    for (const ActionUnit& unit : kActionUnits)
      if (unit.number == shown.action_unit)
        for (const Score& score : unit.scores)
          if (score.weight > 0) result.set(score.channel, unite(result[score.channel], score.weight * shown.weight));
  return result;
}

}  // namespace emo3d::model
