#include "emo3d/model/facs.h"

#include <array>
#include <span>

#include "emo3d/model/action_units.h"

namespace emo3d::model {
namespace {

using face::Channel;

/// The EMFACS prototypes (Friesen and Ekman, "EMFACS-7", 1983, as commonly tabulated): happiness 6+12, surprise
/// 1+2+5+26, sadness 1+4+15, anger 4+5+7+23, disgust 9+15+17, fear 1+2+4+5+7+20+26, contempt 12+14 of one side; with
/// what the prototypes and variants of the FACS Investigator's Guide (2002) add: 6, 17 and 64 to sadness, 10, 25 and 26
/// to anger, 10 to disgust. The weights, and the units marked "own", are emo3d's choice, made by looking at renders of
/// several persons and with the tuning half of tools/judge. Fear leaves 7 out: on blendshapes it takes back the
/// widening of 5. Anger leaves 23 out: it would close the lips over the bared teeth.
constexpr ActionUnitWeight kHappiness[] = {{6, 0.85f}, {12, 1.0f}, {25, 0.8f}, {26, 0.2f}};  // own: 25 26
constexpr ActionUnitWeight kSurprise[] = {{1, 1.0f}, {2, 1.0f}, {5, 1.0f}, {26, 1.0f}};
constexpr ActionUnitWeight kSadness[] = {{1, 1.0f},  {4, 0.35f}, {6, 0.35f},  {7, 0.25f}, {15, 1.0f},
                                         {17, 1.0f}, {23, 0.4f}, {64, 0.35f}, {43, 0.2f}};  // own: 7 23 43
constexpr ActionUnitWeight kAnger[] = {{4, 1.0f},  {5, 0.4f},  {7, 0.5f},   {9, 0.85f},
                                       {10, 0.5f}, {16, 0.6f}, {15, 0.25f}, {26, 0.05f}};  // own: 9 15 16
constexpr ActionUnitWeight kDisgust[] = {{9, 1.0f}, {10, 1.0f}, {15, 0.3f}, {17, 0.5f},
                                         {4, 0.8f}, {6, 0.85f}, {7, 0.53f}, {22, 0.15f}};  // own: 4 6 7 22
constexpr ActionUnitWeight kFear[] = {{1, 1.0f},   {2, 0.1f},  {4, 1.0f},   {5, 1.0f},  {20, 1.0f},
                                      {26, 0.47f}, {16, 0.5f}, {10, 0.25f}, {15, 0.35f}};  // own: 10 15 16
constexpr ActionUnitWeight kContempt[] = {{kLeftHalf + 12, 0.75f},
                                          {kLeftHalf + 14, 1.0f},
                                          {kLeftHalf + 10, 0.35f},
                                          {kLeftHalf + 24, 0.35f},
                                          {17, 0.3f},
                                          {7, 0.35f},
                                          {43, 0.22f},
                                          {kRightHalf + 2, 0.5f}};  // own: all but 12 and 14

std::span<const ActionUnitWeight> units_of(emotion::Emotion emotion) {
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

}  // namespace

face::Expression prototype(emotion::Emotion emotion) {
  static const auto kPrototypes = [] {
    std::array<face::Expression, emotion::kEmotionCount> all;
    for (const emotion::Emotion e : emotion::emotions())
      all[static_cast<std::size_t>(e)] = show_action_units(units_of(e));
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
