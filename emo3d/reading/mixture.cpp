#include "emo3d/reading/mixture.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "emo3d/base/error.h"
#include "emo3d/reading/word_list.h"

namespace emo3d::reading {
namespace {

using emotion::Emotion;

constexpr std::string_view kLetters = "NHUSADFC";
constexpr float kWeakest = 0.03f;

}  // namespace

Emotion Mixture::dominant() const { return static_cast<Emotion>(std::ranges::max_element(shares) - shares.begin()); }

Mixture read_mixture(std::string_view shares, float strength) {
  Mixture mixture;
  mixture.strength = strength;
  for (std::size_t i = 0; i < shares.size();) {
    const std::size_t letter = kLetters.find(shares[i]);
    check(letter != std::string_view::npos, ErrorCode::kInvalidData, "{} is not a mixture of emotions", quote(shares));
    const std::size_t end = std::min(shares.find_first_of(kLetters, i + 1), shares.size());
    const std::string_view number = shares.substr(i + 1, end - i - 1);
    mixture.shares[letter] += number.empty() ? 1.0f : read_number(number);
    i = end;
  }
  const float sum = std::accumulate(mixture.shares.begin(), mixture.shares.end(), 0.0f);
  check(sum > 0 && strength >= 0 && strength <= 1, ErrorCode::kInvalidData, "{} {} is not a mixture of emotions",
        quote(shares), strength);
  for (float& share : mixture.shares) share /= sum;
  return mixture;
}

Mixture read_mixture_and_strength(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, ' ');
  check(parts.size() == 2, ErrorCode::kInvalidData, "{} is not a mixture and a strength", quote(text));
  return read_mixture(parts[0], read_number(parts[1]));
}

Mixture mix(const Mixture& a, const Mixture& b, float share_of_a) {
  Mixture mixture;
  for (std::size_t i = 0; i < mixture.shares.size(); ++i)
    mixture.shares[i] = share_of_a * a.shares[i] + (1 - share_of_a) * b.shares[i];
  mixture.strength = 0.9f * std::max(a.strength, b.strength) + 0.1f * std::min(a.strength, b.strength);
  return mixture;
}

Mixture scaled(Mixture mixture, float factor) {
  mixture.strength = std::clamp(mixture.strength * factor, kWeakest, 1.0f);
  return mixture;
}

emotion::Intensities to_intensities(const Mixture& mixture) {
  emotion::Intensities result;
  const float neutral = mixture.shares[0];
  const float leading = *std::max_element(mixture.shares.begin() + 1, mixture.shares.end());
  float strongest = 0;
  for (const Emotion e : emotion::emotions()) {
    if (e == Emotion::kNeutral || leading <= 0) continue;
    // Half of what neutral takes away; less than proportional for the second emotion, which otherwise would not show.
    const float share = std::pow(mixture.shares[static_cast<std::size_t>(e)] / leading, 0.8f) * std::sqrt(1 - neutral);
    const float value = std::min(1.0f, mixture.strength * share);
    result.set(e, value);
    strongest = std::max(strongest, value);
  }
  if (neutral >= leading) {
    result.set(Emotion::kNeutral, 1 - strongest);
  } else {
    const float left = 0.6f * neutral + 0.4f * (1 - mixture.strength) * (1 - mixture.strength);
    constexpr float kBarelyVisible = 0.12f;
    result.set(Emotion::kNeutral, strongest < kBarelyVisible ? 1 - strongest : std::min(left, 0.8f * strongest));
  }
  return result;
}

}  // namespace emo3d::reading
