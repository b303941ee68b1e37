#include "emo3d/model/baseline_scores.h"

#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/face/channel_order.h"

namespace emo3d::model {

nn::Matrix sigmoid(nn::Matrix values) {
  for (std::size_t i = 0; i < values.rows(); ++i)
    for (float& value : values.row(i)) value = 1 / (1 + std::exp(-value));
  return values;
}

std::vector<face::Expression> to_expressions(const nn::Matrix& scores) {
  const auto channels = face::channels_of(face::ChannelOrder::kMediaPipe);
  check(scores.cols() == channels.size(), ErrorCode::kInvalidArgument, "{} scores a row given where {} are expected",
        scores.cols(), channels.size());
  std::vector<face::Expression> expressions(scores.rows());
  for (std::size_t i = 0; i < scores.rows(); ++i)
    for (std::size_t c = 0; c < channels.size(); ++c) expressions[i].set(channels[c], scores.row(i)[c]);
  return expressions;
}

}  // namespace emo3d::model
