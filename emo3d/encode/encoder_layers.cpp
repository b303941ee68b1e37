#include "emo3d/encode/encoder_layers.h"

#include <array>
#include <optional>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/parallel.h"

namespace emo3d::encode {
namespace {

std::vector<float> load_vector(const nn::WeightFiles& files, const std::string& name, std::size_t size) {
  const nn::Tensor tensor = files.load(name, {size});
  return {tensor.values().begin(), tensor.values().end()};
}

nn::TransformerBlock load_block(const nn::WeightFiles& files, const TransformerConfig& config, const BlockKind& kind,
                                const BlockNames& names) {
  const std::size_t d = config.width;
  std::array<nn::Tensor, 3> weights;
  std::array<nn::Tensor, 3> biases;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string& name = *std::array{&names.query, &names.key, &names.value}[i];
    weights[i] = files.load(name + ".weight", {d, d});
    biases[i] = files.load(name + ".bias", {d});
  }
  const nn::Linear::Options plain = {.precision = kind.precision};
  nn::TransformerBlock::Layers layers = {
      .attention_norm = load_norm(files, names.attention_norm, d),
      .qkv = nn::fused_linear(weights, biases, plain),
      .attention_output = load_linear(files, names.attention_output, d, d, plain),
      .feed_forward_norm = load_norm(files, names.feed_forward_norm, d),
      .feed_forward_in = load_linear(files, names.feed_forward_in, d, config.hidden_width,
                                     {.precision = kind.precision, .activation = config.activation}),
      .feed_forward_out = load_linear(files, names.feed_forward_out, config.hidden_width, d, plain)};
  return {std::move(layers),
          {.heads = config.heads, .norm_place = kind.norm_place, .mask = kind.mask, .epsilon = config.epsilon}};
}

}  // namespace

nn::Norm load_norm(const nn::WeightFiles& files, const std::string& name, std::size_t width) {
  const bool older = !files.contains(name + ".weight") && files.contains(name + ".gamma");
  return {load_vector(files, name + (older ? ".gamma" : ".weight"), width),
          load_vector(files, name + (older ? ".beta" : ".bias"), width)};
}

nn::Linear load_linear(const nn::WeightFiles& files, const std::string& name, std::size_t inputs, std::size_t outputs,
                       nn::Linear::Options options) {
  options.order = nn::WeightOrder::kOutputByInput;
  const nn::Tensor weight = files.load(name + ".weight", {outputs, inputs});
  return {weight.view(), files.load(name + ".bias", {outputs}).view(), options};
}

nn::Linear load_projection(const nn::WeightFiles& files, const std::string& name, std::size_t inputs,
                           std::size_t outputs, nn::Precision precision) {
  const nn::Tensor weight = files.load(name + ".weight", {outputs, inputs});
  return {weight.view(), {}, {.precision = precision, .order = nn::WeightOrder::kOutputByInput}};
}

std::vector<nn::TransformerBlock> load_blocks(const nn::WeightFiles& files, const TransformerConfig& config,
                                              const BlockKind& kind,
                                              BlockNames (*names)(const std::string& prefix, std::size_t block),
                                              const std::string& prefix) {
  std::vector<std::optional<nn::TransformerBlock>> read(config.layers);
  parallel_for(config.layers, 0,
               [&](std::size_t i) { read[i].emplace(load_block(files, config, kind, names(prefix, i))); });
  std::vector<nn::TransformerBlock> blocks;
  blocks.reserve(read.size());
  for (auto& block : read) blocks.push_back(std::move(*block));
  return blocks;
}

}  // namespace emo3d::encode
