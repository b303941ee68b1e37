#include "emo3d/model/vae_clip.h"

#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/model/baseline_scores.h"

namespace emo3d::model {

nn::Matrix reparameterise(const LatentGaussian& gaussian, const nn::Matrix& noise) {
  const std::size_t rows = gaussian.mean.rows();
  const std::size_t cols = gaussian.mean.cols();
  for (const nn::Matrix* other : {&gaussian.log_variance, &noise})
    check(other->rows() == rows && other->cols() == cols, ErrorCode::kInvalidArgument,
          "reparameterise: {} x {} values for means of {} x {}", other->rows(), other->cols(), rows, cols);
  nn::Matrix z(rows, cols);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < cols; ++j)
      z.row(i)[j] = gaussian.mean.row(i)[j] + noise.row(i)[j] * std::exp(gaussian.log_variance.row(i)[j] / 2);
  return z;
}

VaeClip VaeClip::load(const std::filesystem::path& path) {
  const BaselineWeights weights(path);
  const std::size_t encoder_hidden = weights.widths("encoder.0").outputs;
  const auto [latent, decoder_hidden] = weights.widths("decoder.0");
  return {weights.linear("encoder.0", {kBaselineScores, encoder_hidden}, nn::Activation::kRelu),
          weights.linear("fc_mu", {encoder_hidden, latent}), weights.linear("fc_logvar", {encoder_hidden, latent}),
          weights.linear("decoder.0", {latent, decoder_hidden}, nn::Activation::kRelu),
          weights.linear("decoder.3", {decoder_hidden, kBaselineScores})};
}

nn::Matrix VaeClip::decode(const nn::Matrix& z) const { return sigmoid(output_.apply(decoder_hidden_.apply(z))); }

LatentGaussian VaeClip::encode(const nn::Matrix& scores) const {
  const nn::Matrix hidden = encoder_hidden_.apply(scores);
  return {.mean = mean_.apply(hidden), .log_variance = log_variance_.apply(hidden)};
}

}  // namespace emo3d::model
