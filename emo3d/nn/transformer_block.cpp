#include "emo3d/nn/transformer_block.h"

#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/nn/transformer.h"

namespace emo3d::nn {

TransformerBlock::TransformerBlock(Layers layers, const Options& options)
    : layers_(std::move(layers)), options_(options) {
  const std::size_t d = width();
  const auto fits = [&](const Linear& layer, std::size_t inputs, std::size_t outputs, const char* name) {
    check(layer.inputs() == inputs && layer.outputs() == outputs, ErrorCode::kInvalidArgument,
          "transformer block: {} is {} to {}, expected {} to {}", name, layer.inputs(), layer.outputs(), inputs,
          outputs);
  };
  fits(layers_.qkv, d, 3 * d, "query, key and value");
  fits(layers_.attention_output, d, d, "the output of attention");
  fits(layers_.feed_forward_out, layers_.feed_forward_in.outputs(), d, "the feed-forward output");
  fits(layers_.feed_forward_in, d, layers_.feed_forward_in.outputs(), "the feed-forward input");
  check(options.heads > 0 && d % options.heads == 0, ErrorCode::kInvalidArgument,
        "transformer block: a width of {} does not split into {} heads", d, options.heads);
  for (const Norm* norm : {&layers_.attention_norm, &layers_.feed_forward_norm})
    check(norm->gain.size() == d && norm->bias.size() == d, ErrorCode::kInvalidArgument,
          "transformer block: a norm of {} and {} values, expected {}", norm->gain.size(), norm->bias.size(), d);
}

Matrix TransformerBlock::run(Matrix x, std::span<const std::size_t> lengths, Team& team) const {
  const auto attended = [&](const Matrix& input) {
    return self_attention(layers_.qkv.apply(input, team), lengths, options_.heads, options_.mask, team);
  };
  const auto normalized = [&](const Matrix& input, const Norm& norm) {
    return layer_norm(input, norm, options_.epsilon, team);
  };
  if (options_.norm_place == NormPlace::kBefore) {
    const Matrix heads = attended(normalized(x, layers_.attention_norm));
    x = layers_.attention_output.apply_add(heads, std::move(x), team);
    const Matrix hidden = layers_.feed_forward_in.apply(normalized(x, layers_.feed_forward_norm), team);
    return layers_.feed_forward_out.apply_add(hidden, std::move(x), team);
  }
  const Matrix heads = attended(x);
  x = normalized(layers_.attention_output.apply_add(heads, std::move(x), team), layers_.attention_norm);
  const Matrix hidden = layers_.feed_forward_in.apply(x, team);
  return normalized(layers_.feed_forward_out.apply_add(hidden, std::move(x), team), layers_.feed_forward_norm);
}

Matrix layer_norm(const Matrix& x, const Norm& norm, float epsilon, Team& team) {
  return layer_norm(x, norm.gain, norm.bias, epsilon, team);
}

Linear fused_linear(std::span<const Tensor> weights, std::span<const Tensor> biases, Linear::Options options) {
  check(!weights.empty() && weights.size() == biases.size(), ErrorCode::kInvalidArgument,
        "fused linear layer: {} weights and {} biases", weights.size(), biases.size());
  std::vector<float> weight;
  std::vector<float> bias;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::vector<std::size_t>& shape = weights[i].shape();
    check(shape.size() == 2 && shape[1] == weights[0].shape().at(1) && biases[i].values().size() == shape[0],
          ErrorCode::kInvalidArgument, "fused linear layer: weight {} has shape {} and its bias {}", i,
          to_string(shape), to_string(biases[i].shape()));
    weight.insert(weight.end(), weights[i].values().begin(), weights[i].values().end());
    bias.insert(bias.end(), biases[i].values().begin(), biases[i].values().end());
  }
  options.order = WeightOrder::kOutputByInput;
  const std::size_t outputs = bias.size();
  return {{{outputs, weights[0].shape()[1]}, weight}, {{outputs}, bias}, options};
}

}  // namespace emo3d::nn
