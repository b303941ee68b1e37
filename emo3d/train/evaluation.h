#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "emo3d/model/description_model.h"
#include "emo3d/train/corpus.h"

namespace emo3d::train {

/// How well a model follows samples. Shares are in [0,1]; a share of nothing is 0.
struct Evaluation {
  struct Group {
    std::string name;  ///< "all" or the name of a SampleKind.
    std::size_t samples = 0;
    double accuracy = 0;  ///< Samples whose strongest emotion is the one asked for.
    double macro_f1 = 0;  ///< Of the strongest emotion, over the emotions that occur in the group.
  };
  std::vector<Group> groups;        ///< "all" first.
  double intensity_error = 0;       ///< Mean absolute error over the eight intensities.
  double channel_error = 0;         ///< Mean absolute error over the 52 scores.
  double prototype_error = 0;       ///< The same for express() of the predicted intensities and the actions read.
  std::size_t one_sided = 0;        ///< Samples with one action, on one side.
  double side_accuracy = 0;         ///< Of these: the named side is stronger by kSideMargin than the other.
  std::size_t denials = 0;          ///< Samples that deny an emotion and are not about it otherwise.
  double denial_accuracy = 0;       ///< Of these: it is not the strongest, and below kDenied.
  double strength_correlation = 0;  ///< Rank correlation of the strongest feeling, asked for and predicted.
  double calibration_error = 0;     ///< Mean gap between predicted intensities and what was asked, over ten equal bins.
  std::size_t named_channels = 0;   ///< Channels that actions demand to be at least 0.4.
  double action_recall = 0;         ///< Of these: predicted within kActionTolerance.
};

inline constexpr float kSideMargin = 0.3f;
inline constexpr float kActionTolerance = 0.3f;
inline constexpr float kDenied = 0.25f;

/// Spearman's rank correlation of two lists of equal length, ties sharing their mean rank; 0 where one is constant.
[[nodiscard]] double rank_correlation(std::span<const float> a, std::span<const float> b);

[[nodiscard]] Evaluation evaluate(const model::DescriptionModel& model, std::span<const Sample> samples);

/// Tables in Markdown.
[[nodiscard]] std::string to_markdown(const Evaluation& evaluation);

}  // namespace emo3d::train
