#pragma once

#include <array>
#include <string_view>

#include "emo3d/emotion/emotion.h"

namespace emo3d::reading {

/// What a phrase is about: shares of the eight emotions (summing to 1) and how strongly they are felt.
struct Mixture {
  std::array<float, emotion::kEmotionCount> shares{};
  float strength = 0;  ///< 0 to 1.

  /// The emotion of the largest share; the earlier one where two are equal.
  [[nodiscard]] emotion::Emotion dominant() const;
};

/// Reads "S.8H.2": a letter of "NHUSADFC" and a share for each emotion, 1 where left out, then brought to sum 1.
/// \throws Error kInvalidData.
[[nodiscard]] Mixture read_mixture(std::string_view shares, float strength);

/// Reads "S.8H.2 .6": shares, a blank, strength. \throws Error kInvalidData.
[[nodiscard]] Mixture read_mixture_and_strength(std::string_view text);

/// `a` and `b` felt together; `share_of_a` in [0,1].
[[nodiscard]] Mixture mix(const Mixture& a, const Mixture& b, float share_of_a);

/// `mixture` felt `factor` times as strongly, 0.03 to 1.
[[nodiscard]] Mixture scaled(Mixture mixture, float factor);

/// The intensities that a mixture stands for: the leading emotion has the mixture's strength, the others less by their
/// shares; neutral is high where it leads, and otherwise what weak feelings leave.
[[nodiscard]] emotion::Intensities to_intensities(const Mixture& mixture);

}  // namespace emo3d::reading
