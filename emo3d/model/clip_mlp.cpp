#include "emo3d/model/clip_mlp.h"

#include "emo3d/model/baseline_scores.h"

namespace emo3d::model {

ClipMlp ClipMlp::load(const std::filesystem::path& path) {
  const BaselineWeights weights(path);
  const auto first = weights.widths("network.0");
  const BaselineWeights::Widths second{.inputs = first.outputs, .outputs = weights.widths("network.2").outputs};
  const BaselineWeights::Widths third{.inputs = second.outputs, .outputs = kBaselineScores};
  return {weights.linear("network.0", first, nn::Activation::kRelu),
          weights.linear("network.2", second, nn::Activation::kRelu), weights.linear("network.4", third)};
}

nn::Matrix ClipMlp::apply(const nn::Matrix& embeddings) const {
  return sigmoid(third_.apply(second_.apply(first_.apply(embeddings))));
}

}  // namespace emo3d::model
