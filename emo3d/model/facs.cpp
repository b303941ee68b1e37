#include "emo3d/model/facs.h"

#include <array>
#include <initializer_list>
#include <span>

namespace emo3d::model {
namespace {

using face::Channel;

struct Score {
  Channel channel;
  float weight;
};

/// The channels that show an action unit at its full intensity. Names and meaning of the units: Ekman, Friesen and
/// Hager, "Facial Action Coding System" (2002). Which ARKit channels show them, and how much, is emo3d's choice.
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

/// Units of which only the left half moves are numbered from here: kLeft + 12 is "L12".
constexpr int kLeft = 1000;
constexpr int kRight = 2000;

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
    middle(kRight + 2, Channel::kBrowOuterUpRight),
    middle(kLeft + 10, Channel::kMouthUpperUpLeft),
    middle(kLeft + 12, Channel::kMouthSmileLeft),
    middle(kLeft + 14, Channel::kMouthDimpleLeft),
    middle(kLeft + 24, Channel::kMouthPressLeft),
};

struct Part {
  int action_unit;
  float weight;
};

/// The EMFACS prototypes (Friesen and Ekman, "EMFACS-7", 1983, as commonly tabulated): happiness 6+12, surprise
/// 1+2+5+26, sadness 1+4+15, anger 4+5+7+23, disgust 9+15+17, fear 1+2+4+5+7+20+26, contempt 12+14 of one side; with
/// what the prototypes and variants of the FACS Investigator's Guide (2002) add: 6, 17 and 64 to sadness, 10, 25 and 26
/// to anger, 10 to disgust. The weights, and the units marked "own", are emo3d's choice, made by looking at renders of
/// several persons and with the tuning half of tools/judge. Fear leaves 7 out: on blendshapes it takes back the
/// widening of 5. Anger leaves 23 out: it would close the lips over the bared teeth.
constexpr Part kHappiness[] = {{6, 0.85f}, {12, 1.0f}, {25, 0.8f}, {26, 0.2f}};  // own: 25 26
constexpr Part kSurprise[] = {{1, 1.0f}, {2, 1.0f}, {5, 1.0f}, {26, 1.0f}};
constexpr Part kSadness[] = {{1, 1.0f},  {4, 0.35f}, {6, 0.35f},  {7, 0.25f}, {15, 1.0f},
                             {17, 1.0f}, {23, 0.4f}, {64, 0.35f}, {43, 0.2f}};  // own: 7 23 43
constexpr Part kAnger[] = {{4, 1.0f},  {5, 0.4f},  {7, 0.5f},   {9, 0.85f},
                           {10, 0.5f}, {16, 0.6f}, {15, 0.25f}, {26, 0.05f}};  // own: 9 15 16
constexpr Part kDisgust[] = {{9, 1.0f}, {10, 1.0f}, {15, 0.3f}, {17, 0.5f},
                             {4, 0.8f}, {6, 0.85f}, {7, 0.53f}, {22, 0.15f}};  // own: 4 6 7 22
constexpr Part kFear[] = {{1, 1.0f},   {2, 0.1f},  {4, 1.0f},   {5, 1.0f},  {20, 1.0f},
                          {26, 0.47f}, {16, 0.5f}, {10, 0.25f}, {15, 0.35f}};  // own: 10 15 16
constexpr Part kContempt[] = {{kLeft + 12, 0.75f}, {kLeft + 14, 1.0f}, {kLeft + 10, 0.35f},
                              {kLeft + 24, 0.35f}, {17, 0.3f},         {7, 0.35f},
                              {43, 0.22f},         {kRight + 2, 0.5f}};  // own: all but 12 and 14

std::span<const Part> parts(emotion::Emotion emotion) {
  switch (emotion) {
    case emotion::Emotion::kNeutral:
      return {};
    case emotion::Emotion::kHappiness:
      return kHappiness;
    case emotion::Emotion::kSurprise:
      return kSurprise;
    case emotion::Emotion::kSadness:
      return kSadness;
    case emotion::Emotion::kAnger:
      return kAnger;
    case emotion::Emotion::kDisgust:
      return kDisgust;
    case emotion::Emotion::kFear:
      return kFear;
    case emotion::Emotion::kContempt:
      return kContempt;
  }
  return {};
}

/// a and b together, short of 1.
float unite(float a, float b) { return 1 - (1 - a) * (1 - b); }

face::Expression compose(std::span<const Part> prototype_parts) {
  face::Expression result;
  for (const Part& part : prototype_parts)
    for (const ActionUnit& unit : kActionUnits)
      if (unit.number == part.action_unit)
        for (const Score& score : unit.scores)
          if (score.weight > 0) result.set(score.channel, unite(result[score.channel], score.weight * part.weight));
  return result;
}

}  // namespace

face::Expression prototype(emotion::Emotion emotion) {
  static const auto kPrototypes = [] {
    std::array<face::Expression, emotion::kEmotionCount> all;
    for (const emotion::Emotion e : emotion::emotions()) all[static_cast<std::size_t>(e)] = compose(parts(e));
    return all;
  }();
  return kPrototypes[static_cast<std::size_t>(emotion)];
}

face::Expression express(const emotion::Intensities& intensities) {
  face::Expression result;
  for (const Channel channel : face::channels()) {
    float rest = 1;
    for (const emotion::Emotion e : emotion::emotions()) rest *= 1 - intensities[e] * prototype(e)[channel];
    result.set(channel, 1 - rest);
  }
  return result;
}

}  // namespace emo3d::model
