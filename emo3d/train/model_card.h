#pragma once

#include <string>

#include "emo3d/train/default_training.h"

namespace emo3d::train {

/// The card of the default model in Markdown: what it is, how it was made, the figures measured, its limits.
[[nodiscard]] std::string model_card(const DefaultTrainingOptions& options, const HeadWeights& weights,
                                     const Evaluation& evaluation);

}  // namespace emo3d::train
