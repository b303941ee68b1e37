#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "emo3d/face/channel.h"

/// Facial expressions as values: named blendshape scores, how to turn, scale and mix them, and their file formats.
///
///     emo3d::face::Expression grin;
///     grin.set(Channel::kMouthSmileLeft, 0.9f);
///     grin.set("mouthSmileRight", 0.4f);
///     Expression other_side = mirrored(grin);
namespace emo3d::face {

/// One score in [0,1] for each Channel; never NaN. A new Expression is neutral (all 0).
class Expression {
 public:
  Expression() = default;

  [[nodiscard]] float operator[](Channel channel) const { return scores_[static_cast<std::size_t>(channel)]; }
  /// \throws Error kInvalidArgument naming the channel where `score` is NaN or outside [0,1].
  void set(Channel channel, float score);
  /// \throws Error kInvalidArgument also where no channel has this camelCase name.
  void set(std::string_view channel_name, float score);

  friend bool operator==(const Expression&, const Expression&) = default;

 private:
  std::array<float, kChannelCount> scores_{};
};

/// Left and right exchanged, jaw and mouth shifts included. Applied twice it is the identity.
[[nodiscard]] Expression mirrored(const Expression& expression);

/// Largest factor with_intensity() takes.
inline constexpr float kMaxIntensity = 2.0f;

/// Every score times `intensity`, limited to 1. \throws Error kInvalidArgument unless intensity is in [0,
/// kMaxIntensity].
[[nodiscard]] Expression with_intensity(const Expression& expression, float intensity);

/// (1 - t) * from + t * to. \throws Error kInvalidArgument unless t is in [0,1].
[[nodiscard]] Expression blend(const Expression& from, const Expression& to, float t);

/// Largest absolute difference over all channels.
[[nodiscard]] float max_difference(const Expression& a, const Expression& b);

/// The at most `count` channels of the highest scores, highest first and of equal ones in the channels' order, that
/// have at least `least`.
[[nodiscard]] std::vector<Channel> strongest_channels(const Expression& expression, std::size_t count, float least);

}  // namespace emo3d::face
