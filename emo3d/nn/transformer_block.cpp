#include "emo3d/nn/transformer_block.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/nn/transformer.h"

namespace emo3d::nn {
namespace {

Matrix rows_of(const Matrix& x, std::span<const std::size_t> rows) {
  Matrix chosen(rows.size(), x.cols());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    check(rows[i] < x.rows(), ErrorCode::kInvalidArgument, "transformer block: row {} of {} is wanted", rows[i],
          x.rows());
    std::ranges::copy(x.row(rows[i]), chosen.row(i).begin());
  }
  return chosen;
}

}  // namespace

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

Matrix TransformerBlock::run(Matrix x, std::span<const std::size_t> lengths, std::span<const std::size_t> wanted,
                             Team& team) const {
  const auto normalized = [&](const Matrix& input, const Norm& norm) {
    return layer_norm(input, norm, options_.epsilon, team);
  };
  const bool before = options_.norm_place == NormPlace::kBefore;
  const auto apply = [&](const Linear& layer, const Norm& norm) {
    return before ? layer.apply(normalized(x, norm), team) : layer.apply(x, team);
  };
  Matrix heads =
      self_attention(apply(layers_.qkv, layers_.attention_norm), lengths, options_.heads, options_.mask, team);
  if (!wanted.empty()) {
    heads = rows_of(heads, wanted);
    x = rows_of(x, wanted);
  }
  x = layers_.attention_output.apply_add(heads, std::move(x), team);
  if (!before) x = normalized(x, layers_.attention_norm);
  const Matrix hidden = apply(layers_.feed_forward_in, layers_.feed_forward_norm);
  x = layers_.feed_forward_out.apply_add(hidden, std::move(x), team);
  if (!before) x = normalized(x, layers_.feed_forward_norm);
  return x;
}

Matrix run_blocks(std::span<const TransformerBlock> blocks, Matrix x, std::span<const std::size_t> lengths,
                  std::span<const std::size_t> wanted, Team& team) {
  for (std::size_t i = 0; i < blocks.size(); ++i)
    x = blocks[i].run(std::move(x), lengths, i + 1 == blocks.size() ? wanted : std::span<const std::size_t>(), team);
  return x;
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
