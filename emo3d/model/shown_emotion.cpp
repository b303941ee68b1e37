#include "emo3d/model/shown_emotion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "emo3d/model/facs.h"
#include "emo3d/model/facs_variants.h"

namespace emo3d::model {
namespace {

using emotion::Emotion;
using face::Channel;

/// Keeps a channel that a prototype lacks from ruling its emotion out: people show one emotion in several ways.
constexpr float kUnknown = 0.15f;
/// An emotion must have this much more of the channels than the mean of all.
constexpr float kTells = 0.5f;
/// How strong the leading emotion is where the actions are at full strength: they are signs, not words.
constexpr float kStrength = 0.8f;

/// For each emotion the mean of its prototype and variants, on which contempt keeps to its side.
const std::array<face::Expression, emotion::kEmotionCount>& usual_faces() {
  static const auto kFaces = [] {
    std::array<face::Expression, emotion::kEmotionCount> all;
    for (const Emotion e : emotion::emotions()) {
      const auto others = variants(e);
      for (const Channel c : face::channels()) {
        float sum = prototype(e)[c];
        for (const face::Expression& other : others) sum += other[c];
        all[static_cast<std::size_t>(e)].set(c, sum / static_cast<float>(1 + others.size()));
      }
    }
    return all;
  }();
  return kFaces;
}

/// How much of `channel` each emotion shows; of a one-sided movement only what it shows there alone.
std::array<float, emotion::kEmotionCount> shown(Channel channel, bool one_sided) {
  std::array<float, emotion::kEmotionCount> result{};
  for (std::size_t e = 0; e < result.size(); ++e) {
    const face::Expression& face = usual_faces()[e];
    result[e] = one_sided ? std::max(0.0f, face[channel] - face[mirrored(channel)]) : face[channel];
  }
  return result;
}

}  // namespace

std::optional<emotion::Intensities> shown_emotion(std::span<const reading::FacialAction> actions) {
  face::Expression done;
  for (const reading::FacialAction& action : actions)
    if (!action.negated) done = reading::apply_actions({&action, 1}, done);

  std::array<float, emotion::kEmotionCount> evidence{};
  float strongest = 0;
  for (const Channel c : face::channels()) {
    if (done[c] <= 0) continue;
    strongest = std::max(strongest, done[c]);
    const bool one_sided = mirrored(c) != c && done[mirrored(c)] <= 0;
    const float weight = done[c] * (one_sided || mirrored(c) == c ? 1.0f : 0.5f);
    const std::array<float, emotion::kEmotionCount> of_emotion = shown(c, one_sided);
    const float mean = std::accumulate(of_emotion.begin(), of_emotion.end(), 0.0f) / emotion::kEmotionCount;
    const float telling = weight * *std::ranges::max_element(of_emotion);
    for (std::size_t e = 0; e < evidence.size(); ++e)
      evidence[e] += telling * std::log((of_emotion[e] + kUnknown) / (mean + kUnknown));
  }
  const auto leading = std::ranges::max_element(evidence);
  if (strongest <= 0 || *leading < kTells * strongest) return std::nullopt;
  emotion::Intensities result;
  for (const Emotion e : emotion::emotions()) {
    const float behind = *leading - evidence[static_cast<std::size_t>(e)];
    result.set(e, kStrength * strongest * std::exp(-2 * behind));
  }
  return result;
}

}  // namespace emo3d::model
