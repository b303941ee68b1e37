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
  std::vector<Group> groups;       ///< "all" first.
  double intensity_error = 0;      ///< Mean absolute error over the eight intensities.
  double channel_error = 0;        ///< Mean absolute error over the 52 scores.
  double prototype_error = 0;      ///< The same for express() of the predicted intensities and the actions read.
  std::size_t one_sided = 0;       ///< Samples with one action, on one side.
  double side_accuracy = 0;        ///< Of these: the named side is stronger by kSideMargin than the other.
  std::size_t named_channels = 0;  ///< Channels that actions demand to be at least 0.4.
  double action_recall = 0;        ///< Of these: predicted within kActionTolerance.
};

inline constexpr float kSideMargin = 0.3f;
inline constexpr float kActionTolerance = 0.3f;

[[nodiscard]] Evaluation evaluate(const model::DescriptionModel& model, std::span<const Sample> samples);

/// Tables in Markdown.
[[nodiscard]] std::string to_markdown(const Evaluation& evaluation);

}  // namespace emo3d::train
