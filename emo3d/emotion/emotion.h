#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// The eight emotions of Emo3D, as intensities (independent) and as distributions (summing to 1).
///
///     emo3d::emotion::Intensities felt;
///     felt.set(Emotion::kSadness, 0.9f);
///     felt.set(Emotion::kNeutral, 0.2f);
///     float share = to_distribution(felt)[Emotion::kSadness];  // 0.9 / 1.1
namespace emo3d::emotion {

/// The order is fixed by the dataset's columns.
enum class Emotion : std::uint8_t { kNeutral, kHappiness, kSurprise, kSadness, kAnger, kDisgust, kFear, kContempt };

inline constexpr std::size_t kEmotionCount = 8;

[[nodiscard]] constexpr std::array<Emotion, kEmotionCount> emotions() {
  std::array<Emotion, kEmotionCount> all{};
  for (std::size_t i = 0; i < kEmotionCount; ++i) all[i] = static_cast<Emotion>(i);
  return all;
}

/// Lower-case name as in the dataset's columns: "happiness".
[[nodiscard]] std::string_view name(Emotion emotion);
[[nodiscard]] std::optional<Emotion> find_emotion(std::string_view name);

/// How strongly each emotion shows, each in [0,1]; they need not sum to 1.
class Intensities {
 public:
  [[nodiscard]] float operator[](Emotion emotion) const { return values_[static_cast<std::size_t>(emotion)]; }
  /// \throws Error kInvalidArgument naming the emotion where `value` is NaN or outside [0,1].
  void set(Emotion emotion, float value);
  /// The strongest emotion; the earlier one where two are equal.
  [[nodiscard]] Emotion dominant() const;
  friend bool operator==(const Intensities&, const Intensities&) = default;

 private:
  std::array<float, kEmotionCount> values_{};
};

/// The intensity of the strongest emotion but neutral.
[[nodiscard]] float strongest_feeling(const Intensities& intensities);

/// Shares of the eight emotions, each in [0,1], summing to 1.
class Distribution {
 public:
  [[nodiscard]] double operator[](Emotion emotion) const { return shares_[static_cast<std::size_t>(emotion)]; }

 private:
  friend Distribution to_distribution(const Intensities&);
  std::array<double, kEmotionCount> shares_{1, 0, 0, 0, 0, 0, 0, 0};
};

/// Intensities divided by their sum. \throws Error kInvalidArgument where all are 0.
[[nodiscard]] Distribution to_distribution(const Intensities& intensities);

/// Kullback-Leibler divergence sum p ln(p / q), in nats, over the emotions with p > 0; infinite where q is 0 there.
[[nodiscard]] double kl_divergence(const Distribution& p, const Distribution& q);

}  // namespace emo3d::emotion
