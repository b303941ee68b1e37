#include "emo3d/model/facs_variants.h"

#include <array>
#include <vector>

#include "emo3d/model/action_units.h"

namespace emo3d::model {
namespace {

using Units = std::vector<ActionUnitWeight>;

/// The weights are emo3d's choice, made by looking at renders.
std::vector<Units> variant_units(emotion::Emotion emotion) {
  using enum emotion::Emotion;
  switch (emotion) {
    case kNeutral:
      return {};
    case kHappiness:
      return {
          {{6, 0.7f}, {12, 0.9f}},                                                   // closed lips
          {{6, 1.0f}, {12, 1.0f}, {25, 0.9f}, {26, 0.5f}, {7, 0.4f}},                // laughing
          {{6, 0.6f}, {12, 0.9f}, {25, 0.6f}, {1, 0.35f}, {2, 0.35f}, {26, 0.15f}},  // brows lifted
          {{6, 0.9f}, {12, 0.85f}, {14 + kLeftHalf, 0.3f}, {17, 0.25f}},             // contained
      };
    case kSurprise:
      return {
          {{1, 1.0f}, {2, 1.0f}, {5, 0.7f}, {25, 0.4f}, {26, 0.35f}},  // brows above all
          {{1, 0.8f}, {2, 0.7f}, {5, 1.0f}, {26, 1.3f}},               // jaw above all
          {{1, 1.0f}, {2, 0.9f}, {5, 1.0f}, {26, 0.7f}, {20, 0.3f}},   // drawn wide
      };
    case kSadness:
      return {
          {{1, 1.0f}, {4, 0.5f}, {15, 0.9f}, {17, 0.6f}, {24, 0.4f}, {64, 0.5f}},            // lips pressed
          {{1, 0.9f}, {4, 0.4f}, {6, 0.5f}, {7, 0.4f}, {15, 0.8f}, {20, 0.4f}, {25, 0.5f}},  // weeping
          {{1, 1.0f}, {4, 0.25f}, {15, 0.8f}, {17, 0.8f}, {64, 0.7f}, {43, 0.35f}},          // eyes cast down
      };
    case kAnger:
      return {
          {{4, 1.0f}, {5, 0.5f}, {7, 0.7f}, {23, 0.9f}, {24, 0.6f}, {17, 0.5f}, {9, 0.4f}},  // lips pressed
          {{4, 1.0f}, {5, 0.6f}, {7, 0.6f}, {10, 0.8f}, {16, 0.8f}, {26, 0.7f}, {9, 0.6f}},  // shouting
          {{4, 1.0f}, {7, 0.8f}, {9, 0.7f}, {10, 0.7f}, {15, 0.3f}, {25, 0.4f}},             // snarling
      };
    case kDisgust:
      return {
          {{9, 1.0f}, {10, 1.0f}, {17, 0.4f}, {25, 0.5f}, {6, 0.5f}},             // lips parted
          {{9, 0.9f}, {10, 0.6f}, {15, 0.5f}, {17, 1.0f}, {6, 0.4f}, {4, 0.2f}},  // chin raised
          {{9, 1.0f}, {10, 0.9f}, {7, 0.4f}, {6, 0.7f}, {17, 0.5f}, {4, 0.2f}},   // eyes narrowed
      };
    case kFear:
      return {
          {{1, 1.0f}, {2, 0.6f}, {4, 0.4f}, {5, 1.0f}, {20, 0.7f}, {26, 0.8f}, {16, 0.3f}},  // gasping
          {{1, 1.0f}, {2, 0.3f}, {4, 0.7f}, {5, 0.9f}, {20, 1.0f}, {24, 0.3f}, {15, 0.4f}},  // lips drawn back, closed
          {{1, 1.0f}, {2, 0.2f}, {4, 0.6f}, {5, 0.8f}, {20, 0.8f}, {25, 0.6f}, {7, 0.2f}},   // teeth shown
      };
    case kContempt:
      return {
          {{kLeftHalf + 12, 0.7f}, {kLeftHalf + 14, 1.0f}, {kLeftHalf + 24, 0.4f}, {43, 0.25f}},  // smirk alone
          {{kLeftHalf + 12, 0.5f}, {kLeftHalf + 14, 0.9f}, {kLeftHalf + 10, 0.6f}, {9, 0.2f}, {7, 0.4f}},  // lip curled
          {{kLeftHalf + 12, 0.6f},
           {kLeftHalf + 14, 1.0f},
           {17, 0.5f},
           {kRightHalf + 2, 0.8f},
           {43, 0.3f}},  // one brow up
      };
  }
  return {};
}

}  // namespace

std::span<const face::Expression> variants(emotion::Emotion emotion) {
  static const auto kVariants = [] {
    std::array<std::vector<face::Expression>, emotion::kEmotionCount> all;
    for (const emotion::Emotion e : emotion::emotions())
      for (const Units& units : variant_units(e)) all[static_cast<std::size_t>(e)].push_back(show_action_units(units));
    return all;
  }();
  return kVariants[static_cast<std::size_t>(emotion)];
}

}  // namespace emo3d::model
