#include "emo3d/reading/judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "emo3d/reading/denial.h"

namespace emo3d::reading {
namespace {

using emotion::Emotion;
using emotion::Intensities;

/// How much the lexicon counts beside the network where it knows words of the text: even shares, a choice. (Held-out
/// texts cannot decide it, for the lexicon does not know their words.)
constexpr float kLexiconShare = 0.5f;
/// What is left of an emotion that the text denies while others are felt.
constexpr float kDeniedRest = 0.2f;
/// From here on an emotion shows.
constexpr float kShows = 0.25f;
/// From here on the network is believed about the plain words around a denial ("we are [not sad] about the change").
constexpr float kShowsBesideDenial = 0.55f;
/// What each kind of evidence adds to the confidence: 1 - product of (1 - share).
constexpr float kWordsSure = 0.7f, kActionsSure = 0.8f, kNetworkSure = 0.85f;

Intensities neutral() {
  Intensities result;
  result.set(Emotion::kNeutral, 1);
  return result;
}

/// The emotions that are denied and not felt as well.
std::vector<Emotion> denied_emotions(const Reading& reading, const NetworkOpinion& network) {
  std::vector<Emotion> denied;
  for (const FeelingWords& words : reading.feelings)
    if (words.stance == Stance::kDenied) denied.push_back(words.mixture.dominant());
  if (denied.empty() && network.denied && strongest_feeling(*network.denied) >= kShows)
    denied.push_back(network.denied->dominant());
  return denied;
}

/// Network and lexicon together on what is felt; nothing where neither has anything to read.
/// \param words what the lexicon says is felt; nothing where it knows no such word.
std::optional<Intensities> felt_emotions(const std::optional<Intensities>& words, const NetworkOpinion& network) {
  if (!words) return network.felt;
  if (!network.felt) return words;
  Intensities result;
  for (const Emotion e : emotion::emotions())
    result.set(e, (1 - kLexiconShare) * (*network.felt)[e] + kLexiconShare * (*words)[e]);
  return result;
}

/// Whether one emotion is both said to be felt and denied, as strongly as any.
std::optional<Emotion> contradiction(const Reading& reading) {
  std::array<bool, emotion::kEmotionCount> felt{}, denied{};
  bool other = false;
  for (const FeelingWords& words : reading.feelings) {
    const auto e = static_cast<std::size_t>(words.mixture.dominant());
    if (words.stance == Stance::kFelt) felt[e] = true;
    if (words.stance == Stance::kDenied) denied[e] = true;
  }
  std::optional<Emotion> found;
  for (const Emotion e : emotion::emotions()) {
    const auto i = static_cast<std::size_t>(e);
    if (felt[i] && denied[i])
      found = e;
    else if (felt[i])
      other = true;
  }
  return other ? std::nullopt : found;
}

float confidence(const Reading& reading, const NetworkOpinion& network) {
  const bool words = !reading.feelings.empty();
  const float shown = network.felt ? strongest_feeling(*network.felt) : 0.0f;
  return 1 - (1 - (words ? kWordsSure : 0.0f)) * (1 - (reading.actions.empty() ? 0.0f : kActionsSure)) *
                 (1 - kNetworkSure * std::min(1.0f, shown / 0.6f));
}

Judgement unsure(float confidence, std::string note) { return {neutral(), confidence, {std::move(note)}}; }

}  // namespace

Judgement judge(const Reading& reading, const NetworkOpinion& network, std::string_view language) {
  constexpr float kForeign = 0.05f, kContradictory = 0.2f, kAbuse = 0.1f, kNothingFound = 0.25f;
  if (!language.empty())
    return unsure(kForeign, fmt::format("low confidence: this looks like {}; only English is understood", language));
  if (const auto both = contradiction(reading))
    return unsure(kContradictory, fmt::format("low confidence: the text both says and denies {}", name(*both)));
  if (reading.abusive && reading.feelings.empty() && reading.actions.empty())
    return unsure(kAbuse, "low confidence: an insult, not a description of somebody's face");

  Judgement result{.emotions = neutral(), .confidence = confidence(reading, network), .notes = {}};
  const std::vector<Emotion> denied = denied_emotions(reading, network);
  const std::vector<Mixture> mixtures = reading.felt_mixtures();
  const std::optional<Intensities> words = mixtures.empty() ? std::nullopt : std::optional(strongest_of(mixtures));
  if (const auto felt = felt_emotions(words, network)) result.emotions = *felt;
  for (const Emotion e : denied)
    if (e != Emotion::kNeutral && (!words || (*words)[e] <= 0))
      result.emotions.set(e, kDeniedRest * result.emotions[e]);
  const float enough = words ? kShows : kShowsBesideDenial;
  if (!denied.empty() && strongest_feeling(result.emotions) < enough) {
    result.emotions = to_intensities(after_denial(denied));
    result.confidence = std::max(result.confidence, kWordsSure);
  }
  const bool found = !reading.feelings.empty() || !reading.actions.empty() || !denied.empty();
  if (!found && result.emotions.dominant() == Emotion::kNeutral) {
    result.emotions = neutral();
    result.confidence = std::min(result.confidence, kNothingFound);
    result.notes.emplace_back("low confidence: no emotion was found in the text");
  }
  return result;
}

}  // namespace emo3d::reading
