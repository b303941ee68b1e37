#include "emo3d/train/corpus_evaluation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "emo3d/base/error.h"
#include "emo3d/model/facs.h"
#include "emo3d/reading/description.h"
#include "emo3d/reading/side_words.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;

EmotionFigures summarise(std::string_view name, const Confusion& confusion) {
  return {.name = std::string(name), .accuracy = confusion.accuracy(), .macro_f1 = confusion.macro_f1()};
}

/// The face that the prototypes alone make of a prediction.
face::Expression composed(const Sample& sample, const model::Prediction& prediction) {
  const face::Expression felt = model::express(prediction.emotions);
  const bool is_mirrored = reading::canonical_sides(reading::plain_text(sample.text)).mirrored;
  return apply_actions(prediction.actions, is_mirrored ? mirrored(felt) : felt);
}

void check_sizes(std::size_t samples, std::size_t predictions) {
  check(samples == predictions, ErrorCode::kInvalidArgument, "{} samples have {} predictions", samples, predictions);
}

}  // namespace

bool is_denied(const emotion::Intensities& emotions, Emotion denied) {
  return emotions.dominant() != denied && emotions[denied] < kDenied;
}

std::vector<Emotion> asked_emotions(const Sample& sample) {
  constexpr float kAsStrong = 0.01f;
  std::vector<Emotion> asked{sample.emotions.dominant()};
  for (const Emotion e : emotion::emotions())
    if (e != asked.front() && sample.emotions[e] >= sample.emotions[asked.front()] - kAsStrong) asked.push_back(e);
  return asked;
}

bool denial_counts(const Sample& sample) {
  return sample.denied && *sample.denied != Emotion::kNeutral && sample.emotions[*sample.denied] < kDenied;
}

bool actions_count(const Sample& sample) {
  return sample.kind == SampleKind::kAction || sample.kind == SampleKind::kTwoActions;
}

std::vector<Sample> make_two_sided(Part part, std::uint64_t seed, std::size_t count) {
  CorpusGenerator generator({.part = part, .seed = seed, .kind = SampleKind::kTwoActions});
  std::vector<Sample> samples;
  while (samples.size() < count)
    if (Sample sample = generator.next(); follows_two_sides(sample, {}).has_value())
      samples.push_back(std::move(sample));
  return samples;
}

Share measure_two_sided(std::span<const Sample> samples, std::span<const model::Prediction> predictions) {
  check_sizes(samples.size(), predictions.size());
  Share share;
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (const auto follows = follows_two_sides(samples[i], predictions[i].expression)) share.add(*follows);
  return share;
}

CorpusFigures measure_corpus(std::span<const Sample> samples, std::span<const model::Prediction> predictions) {
  check_sizes(samples.size(), predictions.size());
  CorpusFigures figures;
  Confusion all;
  std::map<SampleKind, Confusion> by_kind;
  Mean intensity_error, channel_error, prototype_error;
  std::array<Mean, face::kChannelCount> channel_errors;
  std::vector<float> strength_asked, strength_predicted;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Sample& sample = samples[i];
    const model::Prediction& prediction = predictions[i];
    if (actions_count(sample)) {  // it names movements; what emotion they are signs of is not said
      figures.actions.add(sample, prediction);
    } else {
      const std::vector<Emotion> asked = asked_emotions(sample);
      all.add(asked, prediction.emotions.dominant());
      by_kind[sample.kind].add(asked, prediction.emotions.dominant());
      for (const Emotion e : emotion::emotions()) {
        intensity_error.add(static_cast<double>(std::abs(sample.emotions[e] - prediction.emotions[e])));
        figures.calibration.add(sample.emotions[e], prediction.emotions[e]);
      }
      strength_asked.push_back(strongest_feeling(sample.emotions));
      strength_predicted.push_back(strongest_feeling(prediction.emotions));
    }
    const face::Expression prototypes = composed(sample, prediction);
    for (const face::Channel c : face::channels()) {
      const auto error = static_cast<double>(std::abs(sample.expression[c] - prediction.expression[c]));
      channel_error.add(error);
      channel_errors[static_cast<std::size_t>(c)].add(error);
      prototype_error.add(static_cast<double>(std::abs(sample.expression[c] - prototypes[c])));
    }
    if (denial_counts(sample)) figures.denials.add(is_denied(prediction.emotions, *sample.denied));
    if (const auto follows = follows_one_side(sample, prediction.expression)) figures.one_sided.add(*follows);
  }
  figures.kinds.push_back(summarise("all", all));
  for (const auto& [kind, confusion] : by_kind) figures.kinds.push_back(summarise(name(kind), confusion));
  figures.intensity_error = intensity_error.value();
  figures.channel_error = channel_error.value();
  figures.prototype_error = prototype_error.value();
  for (const face::Channel c : face::channels())
    figures.channel_errors.emplace_back(c, channel_errors[static_cast<std::size_t>(c)].value());
  std::ranges::stable_sort(figures.channel_errors, std::ranges::greater{},
                           [](const auto& entry) { return entry.second; });
  figures.strength_correlation = rank_correlation(strength_asked, strength_predicted);
  return figures;
}

}  // namespace emo3d::train
