#pragma once

#include <array>
#include <span>
#include <vector>

#include "emo3d/base/random.h"
#include "emo3d/face/expression.h"

/// Expressions that make the parts of a face collide: as real ones, but also what no one would ask for.
namespace emo3d::testing {

/// Channels that act together in the faces of emotions (FACS, Ekman and Friesen 1978, as ARKit names them), both sides.
inline std::span<const std::vector<face::Channel>> emotion_channels() {
  using enum face::Channel;
  static const std::vector<std::vector<face::Channel>> lists = {
      {kMouthSmileLeft, kMouthSmileRight, kCheekSquintLeft, kCheekSquintRight, kEyeSquintLeft, kEyeSquintRight,
       kMouthUpperUpLeft, kMouthUpperUpRight, kJawOpen, kMouthDimpleLeft, kMouthDimpleRight},
      {kBrowInnerUp, kMouthFrownLeft, kMouthFrownRight, kMouthShrugLower, kMouthPressLeft, kMouthPressRight,
       kEyeLookDownLeft, kEyeLookDownRight, kMouthStretchLeft, kMouthStretchRight, kMouthRollLower},
      {kBrowDownLeft, kBrowDownRight, kEyeWideLeft, kEyeWideRight, kEyeSquintLeft, kEyeSquintRight, kNoseSneerLeft,
       kNoseSneerRight, kMouthPressLeft, kMouthPressRight, kJawForward, kMouthFrownLeft, kMouthFrownRight,
       kMouthLowerDownLeft, kMouthLowerDownRight, kMouthUpperUpLeft, kMouthUpperUpRight, kJawOpen, kMouthFunnel},
      {kBrowInnerUp, kBrowOuterUpLeft, kBrowOuterUpRight, kEyeWideLeft, kEyeWideRight, kJawOpen, kMouthFunnel,
       kMouthStretchLeft, kMouthStretchRight},
      {kNoseSneerLeft, kNoseSneerRight, kMouthUpperUpLeft, kMouthUpperUpRight, kMouthLowerDownLeft,
       kMouthLowerDownRight, kMouthShrugUpper, kMouthShrugLower, kEyeSquintLeft, kEyeSquintRight, kTongueOut, kJawOpen},
      {kMouthPucker, kMouthFunnel, kEyeBlinkLeft, kEyeBlinkRight, kCheekPuff, kMouthClose, kJawOpen},
      {kMouthLeft, kMouthSmileLeft, kMouthDimpleLeft, kBrowOuterUpLeft, kEyeBlinkLeft, kEyeSquintLeft, kMouthPressLeft,
       kMouthRollLower, kMouthRollUpper},
  };
  return lists;
}

inline float score(Random& random) { return static_cast<float>(random.uniform()); }

/// One to twelve channels, whichever, at uniform scores.
inline face::Expression sparse_expression(Random& random) {
  face::Expression expression;
  for (std::size_t left = 1 + random.index(12); left > 0; --left)
    expression.set(face::channels()[random.index(face::kChannelCount)], score(random));
  return expression;
}

/// Every channel at a uniform score, all together weaker or stronger.
inline face::Expression dense_expression(Random& random) {
  face::Expression expression;
  const float overall = score(random);
  for (const face::Channel channel : face::channels()) expression.set(channel, overall * score(random));
  return expression;
}

/// Two or three channels at full score.
inline face::Expression full_expression(Random& random) {
  face::Expression expression;
  for (std::size_t left = 2 + random.index(2); left > 0; --left)
    expression.set(face::channels()[random.index(face::kChannelCount)], 1);
  return expression;
}

/// Two emotions blended, each of their channels more or less strong, sides about alike; then a little of anything.
inline face::Expression emotional_expression(Random& random) {
  face::Expression expression;
  for (int emotion = 0; emotion < 2; ++emotion) {
    const auto& channels = emotion_channels()[random.index(emotion_channels().size())];
    const float strength = emotion == 0 ? 1.0f : score(random);
    for (const face::Channel channel : channels) {
      const float value = strength * score(random);
      const face::Channel other = face::mirrored(channel);
      const float other_value = value * static_cast<float>(random.uniform(0.7, 1.0));
      expression.set(channel, std::max(expression[channel], value));
      if (other != channel) expression.set(other, std::max(expression[other], other_value));
    }
  }
  for (int extra = 0; extra < 3; ++extra)
    expression.set(face::channels()[random.index(face::kChannelCount)], 0.3f * score(random));
  return expression;
}

/// A mixture of the four above in equal parts.
inline face::Expression hard_expression(Random& random) {
  constexpr std::array kKinds = {sparse_expression, dense_expression, full_expression, emotional_expression};
  return kKinds[random.index(kKinds.size())](random);
}

/// All 1,326 pairs of different channels at full score.
inline std::vector<face::Expression> all_pairs() {
  std::vector<face::Expression> pairs;
  for (std::size_t a = 0; a < face::kChannelCount; ++a)
    for (std::size_t b = a + 1; b < face::kChannelCount; ++b) {
      face::Expression pair;
      pair.set(face::channels()[a], 1);
      pair.set(face::channels()[b], 1);
      pairs.push_back(pair);
    }
  return pairs;
}

}  // namespace emo3d::testing
