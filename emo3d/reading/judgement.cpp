#include "emo3d/reading/judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "emo3d/reading/denial.h"
#include "emo3d/text/words.h"

namespace emo3d::reading {
namespace {

using emotion::Emotion;
using emotion::Intensities;

/// How much the lexicon counts beside the network where it knows words of the text. Of 0.5 to 0.8, this is best on
/// captions whose words the network has not seen; on texts by people it hardly matters.
constexpr float kLexiconShare = 0.7f;
/// The same where the network finds nothing: a word that tells a feeling is better evidence than none.
constexpr float kLexiconShareBesideSilence = 0.75f;
/// How much the lexicon says of the strength where both find one: it knows words of degree, the network hardly.
constexpr float kLexiconStrength = 0.75f;
/// By how much a feeling that is shouted is stronger: 1 - (1 - intensity) to the power of 1 + this.
constexpr float kLoudness = 0.8f;
/// How much the named actions count beside words.
constexpr float kActionShare = 0.35f;
/// What is left of an emotion that the text denies while others are felt.
constexpr float kDeniedRest = 0.2f;
/// From here on an emotion shows.
constexpr float kShows = 0.25f;
/// From here on the network is believed about the plain words around a denial ("we are [not sad] about the change").
constexpr float kShowsBesideDenial = 0.65f;
/// The same of what a clause of its own tells ("not sad: my girl just graduated").
constexpr float kShowsInAnotherClause = 0.4f;
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

/// `intensities` with every feeling `factor` times as strong, at most 1; neutral keeps what it has.
Intensities strengthened(const Intensities& intensities, float factor) {
  Intensities result = intensities;
  for (const Emotion e : emotion::emotions())
    if (e != Emotion::kNeutral) result.set(e, std::min(1.0f, factor * intensities[e]));
  return result;
}

/// Network and lexicon together on what is felt; nothing where neither has anything to read.
/// \param words what the lexicon says is felt; nothing where it knows no such word.
std::optional<Intensities> felt_emotions(const std::optional<Intensities>& words, const NetworkOpinion& network) {
  if (!words) return network.felt;
  if (!network.felt) return words;
  const bool network_is_silent = network.felt->dominant() == Emotion::kNeutral;
  const float share = network_is_silent ? kLexiconShareBesideSilence : kLexiconShare;
  Intensities result;
  for (const Emotion e : emotion::emotions()) result.set(e, (1 - share) * (*network.felt)[e] + share * (*words)[e]);
  const float shown = strongest_feeling(result);
  if (network_is_silent || shown <= 0) return result;
  const float meant =
      (1 - kLexiconStrength) * strongest_feeling(*network.felt) + kLexiconStrength * strongest_feeling(*words);
  return strengthened(result, meant / shown);
}

/// `intensities` as a text says them that is written loudly: feelings grow towards 1, what is neutral about them fades.
Intensities emphasised(const Intensities& intensities, float emphasis) {
  const float power = 1 + kLoudness * emphasis;
  Intensities result;
  for (const Emotion e : emotion::emotions())
    result.set(e, e == Emotion::kNeutral ? std::pow(intensities[e], power) : 1 - std::pow(1 - intensities[e], power));
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

/// Whether something is told beside what is denied, in a clause of its own.
bool says_more(const Reading& reading) {
  constexpr std::size_t kFewWords = 3;
  return std::ranges::any_of(reading.clauses, [](const StancedClause& clause) {
    return clause.stance == Stance::kFelt && text::find_words(clause.text).size() > kFewWords;
  });
}

Judgement unsure(float confidence, std::string note) {
  return {.emotions = neutral(), .beneath = neutral(), .confidence = confidence, .notes = {std::move(note)}};
}

/// Named actions count beside words that tell a feeling; where no words do, they alone tell it, and the face shows
/// nothing beneath them.
void hear_actions(Judgement& judgement, const std::optional<Intensities>& shown) {
  judgement.beneath = judgement.emotions;
  if (!shown) return;
  if (strongest_feeling(judgement.emotions) < kShows) {
    judgement.emotions = *shown;
    return;
  }
  for (const Emotion e : emotion::emotions())
    judgement.emotions.set(e, (1 - kActionShare) * judgement.emotions[e] + kActionShare * (*shown)[e]);
  judgement.beneath = judgement.emotions;
}

}  // namespace

Judgement judge(const Reading& reading, const NetworkOpinion& network, std::string_view language) {
  constexpr float kForeign = 0.05f, kContradictory = 0.2f, kAbuse = 0.1f, kNothingFound = 0.25f;
  if (!language.empty())
    return unsure(kForeign, fmt::format("low confidence: this looks like {}; only English is understood", language));
  if (const auto both = contradiction(reading))
    return unsure(kContradictory, fmt::format("low confidence: the text both says and denies {}", name(*both)));
  if (reading.abusive && reading.feelings.empty() && reading.actions.empty())
    return unsure(kAbuse, "low confidence: an insult, not a description of somebody's face");

  Judgement result{
      .emotions = neutral(), .beneath = neutral(), .confidence = confidence(reading, network), .notes = {}};
  const std::vector<Emotion> denied = denied_emotions(reading, network);
  const std::vector<Mixture> mixtures = reading.felt_mixtures();
  const std::optional<Intensities> words = mixtures.empty() ? std::nullopt : std::optional(strongest_of(mixtures));
  if (const auto felt = felt_emotions(words, network)) result.emotions = *felt;
  for (const Emotion e : denied)
    if (e != Emotion::kNeutral && (!words || (*words)[e] <= 0))
      result.emotions.set(e, kDeniedRest * result.emotions[e]);
  const float enough = words ? kShows : says_more(reading) ? kShowsInAnotherClause : kShowsBesideDenial;
  if (!denied.empty() && strongest_feeling(result.emotions) < enough) {
    result.emotions = to_intensities(after_denial(denied));
    result.confidence = std::max(result.confidence, kWordsSure);
  }
  result.emotions = emphasised(result.emotions, reading.emphasis);
  hear_actions(result, network.shown);
  const bool found = !reading.feelings.empty() || !reading.actions.empty() || !denied.empty();
  if (!found && result.emotions.dominant() == Emotion::kNeutral) {
    result.emotions = neutral();
    result.confidence = std::min(result.confidence, kNothingFound);
    result.notes.emplace_back("low confidence: no emotion was found in the text");
  }
  return result;
}

}  // namespace emo3d::reading
