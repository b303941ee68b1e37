#include "emo3d/model/default_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/model/description.h"

#include "emo3d/model/reading.h"

namespace emo3d::model {
namespace {

/// How much the lexicon counts beside the network where it knows words of the text: even shares, a choice. (Held-out
/// texts cannot decide it, for the lexicon does not know their words.)
constexpr float kLexiconShare = 0.5f;
/// What is left of an emotion that the text denies, and how neutral the face then is at least where nothing else is
/// felt.
constexpr float kDeniedRest = 0.25f;
constexpr float kDeniedNeutral = 0.6f;

/// From here on something else than the denied emotion is felt.
constexpr float kClearFeeling = 0.25f;

float strongest_feeling(const emotion::Intensities& intensities) {
  float strongest = 0;
  for (const emotion::Emotion e : emotion::emotions())
    if (e != emotion::Emotion::kNeutral) strongest = std::max(strongest, intensities[e]);
  return strongest;
}

emotion::Intensities blend(const emotion::Intensities& network, const LexiconReading& words) {
  emotion::Intensities result = network;
  const emotion::Intensities felt = words.intensities();
  if (!words.felt.empty())
    for (const emotion::Emotion e : emotion::emotions())
      result.set(e, (1 - kLexiconShare) * network[e] + kLexiconShare * felt[e]);
  for (const Mixture& mixture : words.denied) {
    const emotion::Emotion denied = mixture.dominant();
    if (denied != emotion::Emotion::kNeutral && felt[denied] <= 0) result.set(denied, kDeniedRest * result[denied]);
  }
  if (!words.denied.empty() && strongest_feeling(result) < kClearFeeling)
    result.set(emotion::Emotion::kNeutral, std::max(kDeniedNeutral, result[emotion::Emotion::kNeutral]));
  return result;
}

/// `differences` without what tells left from right: where no side is named, the network cannot mean it.
std::array<float, face::kChannelCount> symmetric(const std::array<float, face::kChannelCount>& differences) {
  std::array<float, face::kChannelCount> result{};
  for (const face::Channel c : face::channels()) {
    const auto here = static_cast<std::size_t>(c);
    const auto there = static_cast<std::size_t>(mirrored(c));
    result[here] = (differences[std::min(here, there)] + differences[std::max(here, there)]) / 2;
  }
  return result;
}

Prediction finish(const Reading& reading, const LexiconReading& words, const HeadOutput& head, bool truncated) {
  Prediction prediction{
      .emotions = blend(head.emotions, words), .expression = {}, .actions = {}, .truncated = truncated};
  const face::Expression face =
      compose(prediction.emotions, reading.names_side ? head.differences : symmetric(head.differences));
  prediction.expression = apply_actions(reading.actions, face);
  for (const FacialAction& action : reading.actions)
    prediction.actions.push_back((action.negated ? "no " : "") + action.name);
  if (reading.mirrored) prediction.expression = mirrored(prediction.expression);
  return prediction;
}

}  // namespace

nn::Matrix default_features(std::span<const encode::Encoding> encodings) {
  if (encodings.empty()) return {};
  const std::size_t pooled = encodings[0].pooled.size();
  nn::Matrix features(encodings.size(), pooled + encodings[0].embedding.size());
  for (std::size_t i = 0; i < encodings.size(); ++i) {
    std::ranges::copy(encodings[i].pooled, features.row(i).begin());
    std::ranges::copy(encodings[i].embedding, features.row(i).begin() + static_cast<std::ptrdiff_t>(pooled));
  }
  return features;
}

DefaultModel::DefaultModel(encode::UseLite encoder, Head head, EmotionLexicon lexicon, unsigned threads)
    : encoder_(std::move(encoder)), head_(std::move(head)), lexicon_(std::move(lexicon)), threads_(threads) {
  check(head_.features() == kDefaultFeatures, ErrorCode::kInvalidData,
        "config.json: features is {}, but the default model has \"{}\"", quote(head_.features()), kDefaultFeatures);
  const std::size_t width = encoder_.pooled_size() + encoder_.embedding_size();
  check(head_.inputs() == width, ErrorCode::kInvalidData,
        "config.json: inputs is {}, but the encoder gives {} features", head_.inputs(), width);
}

void DefaultModel::check_text(std::string_view text) const { check_description(text); }

Prediction DefaultModel::predict(std::string_view text) const {
  check_text(text);
  const Reading reading = read_description(text);
  const encode::Encoding encoding = encoder_.encode(reading.feeling);
  return finish(reading, lexicon_.read(reading.feeling), head_.apply(default_features({&encoding, 1})).front(),
                encoding.truncated);
}

std::vector<Prediction> DefaultModel::predict_batch(std::span<const std::string> texts) const {
  std::vector<Reading> readings(texts.size());
  std::vector<std::string> feelings(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    try {
      check_text(texts[i]);
    } catch (const Error& e) {
      fail(e.code(), "text {}: {}", i, e.what());
    }
    readings[i] = read_description(texts[i]);
    feelings[i] = readings[i].feeling;
  }
  if (texts.empty()) return {};
  const std::vector<encode::Encoding> encodings = encoder_.encode(feelings, threads_);
  const std::vector<HeadOutput> outputs = head_.apply(default_features(encodings));
  std::vector<Prediction> predictions;
  predictions.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i)
    predictions.push_back(finish(readings[i], lexicon_.read(feelings[i]), outputs[i], encodings[i].truncated));
  return predictions;
}

std::unique_ptr<const DescriptionModel> load_default(const DefaultModelOptions& options) {
  const std::filesystem::path folder =
      options.model_folder.empty() ? data_directory() / "default" : options.model_folder;
  return std::make_unique<DefaultModel>(encode::UseLite::load(options.use_lite_folder, options.precision),
                                        Head::load(folder), EmotionLexicon(), options.threads);
}

}  // namespace emo3d::model
