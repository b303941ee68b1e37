#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "emo3d/train/face_demands.h"

namespace emo3d::train {

/// How often the strongest emotion of some texts is right.
struct EmotionFigures {
  std::string name;
  Share accuracy;
  double macro_f1 = 0;
};

/// How well predictions follow generated samples.
struct CorpusFigures {
  std::vector<EmotionFigures> kinds;                             ///< "all" first, then by SampleKind.
  double intensity_error = 0;                                    ///< Mean absolute error over the eight intensities.
  double channel_error = 0;                                      ///< Mean absolute error over the 52 scores.
  std::vector<std::pair<face::Channel, double>> channel_errors;  ///< The same for each, largest first.
  double prototype_error = 0;       ///< channel_error for express() of the predicted intensities and the actions read.
  Share one_sided, two_sided;       ///< follows_one_side(), follows_two_sides().
  Share denials;                    ///< Of the texts that deny an emotion and are not about it otherwise: is_denied().
  double strength_correlation = 0;  ///< Rank correlation of the strongest feeling, asked for and predicted.
  Calibration calibration;          ///< Of all intensities.
  ActionFigures actions;            ///< Of texts about facial actions.
};

inline constexpr float kDenied = 0.25f;
/// Whether an emotion does not show: it is not the strongest, and below kDenied.
[[nodiscard]] bool is_denied(const emotion::Intensities& emotions, emotion::Emotion denied);

/// Whether a text counts for CorpusFigures::denials: "not sad but sorrowful" still asks for sadness.
[[nodiscard]] bool denial_counts(const Sample& sample);
/// Whether a text counts for CorpusFigures::actions.
[[nodiscard]] bool actions_count(const Sample& sample);

/// \param predictions one a sample.
[[nodiscard]] CorpusFigures measure_corpus(std::span<const Sample> samples,
                                           std::span<const model::Prediction> predictions);

}  // namespace emo3d::train
