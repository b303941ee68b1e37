#pragma once

#include <cstddef>
#include <vector>

#include "emo3d/face/expression.h"
#include "emo3d/nn/tensor.h"

namespace emo3d::model {

/// What the published baselines predict: MediaPipe's scores in its order without `_neutral`, as
/// face::channels_of(kMediaPipe) lists them; there is none for `tongueOut`.
inline constexpr std::size_t kBaselineScores = 51;

/// 1 / (1 + exp(-x)) of every value.
[[nodiscard]] nn::Matrix sigmoid(nn::Matrix values);

/// One expression a row of kBaselineScores. \throws Error kInvalidArgument for another width, or naming the channel of
/// a score that is NaN or outside [0,1].
[[nodiscard]] std::vector<face::Expression> to_expressions(const nn::Matrix& scores);

}  // namespace emo3d::model
