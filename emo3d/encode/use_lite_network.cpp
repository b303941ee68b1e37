#include "emo3d/encode/use_lite_network.h"

#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/parallel.h"
#include "emo3d/nn/attention.h"
#include "emo3d/nn/transformer.h"

namespace emo3d::encode {
namespace {

// Constants of the graph in model.json.
constexpr std::size_t kLayers = 2;
constexpr std::size_t kHeads = 4;
constexpr float kLayerNormEpsilon = 1e-6f;
constexpr float kUnitLengthEpsilon = 1e-12f;

// Names of the tensors: variables that the converter folded lie under kFolded, the others under kVariables.
constexpr std::string_view kFolded = "module_apply_default/Encoder_en/KonaTransformer/Encode/";
constexpr std::string_view kVariables = "module/Encoder_en/KonaTransformer/Encode/";
constexpr std::string_view kTable = "module/Embeddings_en";
constexpr std::string_view kOutputLayer = "module/Encoder_en/hidden_layers/tanh_layer_0/";

std::string folded(std::size_t layer, std::string_view name) {
  return fmt::format("{}Layer_{}/TransformerLayer/{}/ConcatPartitions/concat", kFolded, layer, name);
}
std::string kernel(std::size_t layer, std::string_view name) {
  return fmt::format("{}Layer_{}/TransformerLayer/MultiheadAttention/{}_transform_single/kernel/part_0", kVariables,
                     layer, name);
}
std::string feed_forward_kernel(std::size_t layer, std::string_view name) {
  return fmt::format("{}TransformerStack/Layer_{}/TransformerLayer/FFN/{}/Tensordot/Reshape_1", kFolded, layer, name);
}
std::string frequencies() {
  return fmt::format("{}TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1", kFolded);
}

nn::TensorView tensor(const nn::TfjsWeights& weights, std::string_view name, const std::vector<std::size_t>& shape) {
  nn::TensorView view = weights.tensor(name);
  check(view.shape == shape, ErrorCode::kInvalidData, "{}: tensor {} has shape {}, expected {}", weights.source(),
        quote(name, 200), nn::to_string(view.shape), nn::to_string(shape));
  return view;
}

/// The second dimension of a matrix that fixes a size of the network.
std::size_t columns(const nn::TfjsWeights& weights, std::string_view name) {
  const nn::TensorView view = weights.tensor(name);
  check(view.shape.size() == 2, ErrorCode::kInvalidData, "{}: tensor {} has shape {}, expected a matrix",
        weights.source(), quote(name, 200), nn::to_string(view.shape));
  return view.shape[1];
}

/// A kernel of shape [inputs, outputs], or [1, 1, inputs, outputs] as attention stores it.
nn::Linear linear(const nn::TfjsWeights& weights, nn::TensorView weight, std::string_view bias,
                  nn::Linear::Options options) {
  weight.shape.erase(weight.shape.begin(), weight.shape.end() - 2);
  return {weight, tensor(weights, bias, {weight.shape[1]}), options};
}

/// Row p is [sin(p f), cos(p f)] for the frequencies f.
nn::Matrix position_signal(std::span<const float> frequencies, std::size_t positions) {
  nn::Matrix signal(positions, 2 * frequencies.size());
  for (std::size_t p = 0; p < positions; ++p) {
    const std::span<float> row = signal.row(p);
    for (std::size_t i = 0; i < frequencies.size(); ++i) {
      const float angle = static_cast<float>(p) * frequencies[i];
      row[i] = std::sin(angle);
      row[frequencies.size() + i] = std::cos(angle);
    }
  }
  return signal;
}

}  // namespace

UseLiteNetwork::UseLiteNetwork(const std::filesystem::path& folder, nn::Precision precision, std::size_t max_tokens)
    : weights_(folder) {
  const std::size_t embedding = columns(weights_, kTable);
  const std::size_t width = columns(weights_, folded(0, "dense/kernel"));
  check(embedding % (2 * kHeads) == 0 && width % kHeads == 0, ErrorCode::kInvalidData,
        "{}: widths {} and {} do not split into {} heads", folder.string(), embedding, width, kHeads);
  // Checking and packing 28 MB of weights is most of the start of a program that encodes one text: share it.
  const std::string output_weights = std::string(kOutputLayer) + "weights";
  std::array<std::optional<Layer>, kLayers> layers;
  parallel_for(kLayers + 1, 0, [&](std::size_t part) {
    if (part < kLayers) {
      const std::size_t layer = kLayers - 1 - part;  // the wider one first
      layers[layer] = make_layer(layer, layer == 0 ? embedding : width, width, precision);
      return;
    }
    table_ = weights_.tensor(kTable);
    positions_ = position_signal(tensor(weights_, frequencies(), {1, embedding / 2}).values, max_tokens);
    output_layer_ = linear(weights_, tensor(weights_, output_weights, {width, columns(weights_, output_weights)}),
                           std::string(kOutputLayer) + "bias", {.precision = precision});
  });
  for (std::optional<Layer>& layer : layers) layers_.push_back(std::move(*layer));
}

UseLiteNetwork::Layer UseLiteNetwork::make_layer(std::size_t index, std::size_t input_width, std::size_t width,
                                                 nn::Precision precision) const {
  const std::size_t hidden = columns(weights_, feed_forward_kernel(index, "conv1"));
  const auto norm = [&](const std::string& prefix, std::size_t size) {
    const auto part = [&](std::string_view name) {
      return tensor(weights_, folded(index, prefix + "layer_prepostprocess/layer_norm/layer_norm_" + std::string(name)),
                    {size})
          .values;
    };
    return Norm{part("scale"), part("bias")};
  };
  const auto attention = [&](std::string_view name, std::size_t outputs) {
    return linear(weights_, tensor(weights_, kernel(index, name), {1, 1, input_width, outputs}),
                  folded(index, fmt::format("MultiheadAttention/{}_transform_single/bias", name)),
                  {.precision = precision});
  };
  const auto feed_forward = [&](std::string_view name, std::size_t inputs, std::size_t outputs,
                                nn::Activation activation) {
    return linear(weights_, tensor(weights_, feed_forward_kernel(index, name), {inputs, outputs}),
                  folded(index, fmt::format("FFN/{}/bias", name)), {.precision = precision, .activation = activation});
  };
  Layer layer{.attention_norm = norm("", input_width),
              .qkv = attention("qkv", 3 * input_width),
              .attention_output = attention("output", width),
              .residual = std::nullopt,
              .feed_forward_norm = norm("FFN/", width),
              .feed_forward_in = feed_forward("conv1", width, hidden, nn::Activation::kRelu),
              .feed_forward_out = feed_forward("conv2", hidden, width, nn::Activation::kNone)};
  if (index == 0)
    layer.residual = linear(weights_, tensor(weights_, folded(0, "dense/kernel"), {input_width, width}),
                            folded(0, "dense/bias"), {.precision = precision});
  return layer;
}

/// The graph adds the embedding to the embedding plus the position signal, so it counts twice.
nn::Matrix UseLiteNetwork::embed(std::span<const std::int32_t> ids, std::span<const std::size_t> lengths) const {
  nn::Matrix x(ids.size(), positions_.cols());
  std::size_t token = 0;
  for (const std::size_t length : lengths) {
    check(length > 0 && length <= positions_.rows() && length <= ids.size() - token, ErrorCode::kInvalidArgument,
          "a text of {} tokens, expected 1 to {}", length, positions_.rows());
    for (std::size_t position = 0; position < length; ++position, ++token) {
      const auto id = static_cast<std::size_t>(ids[token]);
      check(ids[token] >= 0 && id < vocabulary_size(), ErrorCode::kInvalidArgument,
            "token id {} is not in the vocabulary of {}", ids[token], vocabulary_size());
      const auto entry = table_.values.subspan(id * x.cols(), x.cols());
      const auto signal = positions_.row(position);
      const auto row = x.row(token);
      for (std::size_t i = 0; i < row.size(); ++i) row[i] = 2 * entry[i] + signal[i];
    }
  }
  check(token == ids.size(), ErrorCode::kInvalidArgument, "{} token ids for texts of together {}", ids.size(), token);
  return x;
}

UseLiteNetwork::Output UseLiteNetwork::run(std::span<const std::int32_t> ids,
                                           std::span<const std::size_t> lengths) const {
  const auto normalized = [](const nn::Matrix& x, const Norm& norm) {
    return nn::layer_norm(x, norm.gain, norm.bias, kLayerNormEpsilon);
  };
  nn::Matrix x = embed(ids, lengths);
  for (const Layer& layer : layers_) {
    const nn::Matrix attended =
        nn::self_attention(layer.qkv.apply(normalized(x, layer.attention_norm)), lengths, kHeads);
    x = layer.attention_output.apply_add(attended, layer.residual ? layer.residual->apply(x) : std::move(x));
    const nn::Matrix hidden = layer.feed_forward_in.apply(normalized(x, layer.feed_forward_norm));
    x = layer.feed_forward_out.apply_add(hidden, std::move(x));
  }
  nn::Matrix pooled = nn::mean_rows(x, lengths);
  nn::Matrix embedding = nn::normalize_rows(nn::tanh(output_layer_->apply(pooled)), kUnitLengthEpsilon);
  return {std::move(pooled), std::move(embedding)};
}

}  // namespace emo3d::encode
