#include "emo3d/emotion/emotion.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "emo3d/base/error.h"

namespace emo3d::emotion {
namespace {

constexpr std::array<std::string_view, kEmotionCount> kNames = {"neutral", "happiness", "surprise", "sadness",
                                                                "anger",   "disgust",   "fear",     "contempt"};

}  // namespace

std::string_view name(Emotion emotion) { return kNames.at(static_cast<std::size_t>(emotion)); }

std::optional<Emotion> find_emotion(std::string_view text) {
  const auto found = std::ranges::find(kNames, text);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Emotion>(found - kNames.begin());
}

void Intensities::set(Emotion emotion, float value) {
  check(value >= 0 && value <= 1, ErrorCode::kInvalidArgument, "{}: intensity {} is not in [0,1]", name(emotion),
        value);
  values_[static_cast<std::size_t>(emotion)] = value + 0.0f;  // turns -0 into 0
}

Emotion Intensities::dominant() const {
  return static_cast<Emotion>(std::ranges::max_element(values_) - values_.begin());
}

float strongest_feeling(const Intensities& intensities) {
  float strongest = 0;
  for (const Emotion e : emotions())
    if (e != Emotion::kNeutral) strongest = std::max(strongest, intensities[e]);
  return strongest;
}

Distribution to_distribution(const Intensities& intensities) {
  double sum = 0;
  for (const Emotion e : emotions()) sum += intensities[e];
  check(sum > 0, ErrorCode::kInvalidArgument, "all eight emotion intensities are 0: they have no distribution");
  Distribution result;
  for (const Emotion e : emotions()) result.shares_[static_cast<std::size_t>(e)] = intensities[e] / sum;
  return result;
}

double kl_divergence(const Distribution& p, const Distribution& q) {
  double sum = 0;
  for (const Emotion e : emotions()) {
    if (p[e] <= 0) continue;
    if (q[e] <= 0) return std::numeric_limits<double>::infinity();
    sum += p[e] * std::log(p[e] / q[e]);
  }
  return sum;
}

}  // namespace emo3d::emotion
