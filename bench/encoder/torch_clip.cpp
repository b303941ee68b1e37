#include "bench/encoder/torch_clip.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>
#include <limits>
#include <string>

#include "emo3d/nn/safetensors.h"

namespace emo3d::bench {
namespace {

using torch::Tensor;

Tensor quick_gelu(const Tensor& x) { return x * torch::sigmoid(1.702 * x); }

struct Norm {
  Tensor weight, bias;
  [[nodiscard]] Tensor operator()(const Tensor& x) const {
    return torch::layer_norm(x, {weight.size(0)}, weight, bias, 1e-5);
  }
};

struct Block {
  Norm attention_norm, feed_forward_norm;
  Tensor in_weight, in_bias, out_weight, out_bias, fc1_weight, fc1_bias, fc2_weight, fc2_bias;
  std::int64_t heads = 1;

  /// As torch.nn.functional.multi_head_attention_forward without returning weights; x is [tokens, batch, width].
  [[nodiscard]] Tensor attention(const Tensor& x, const Tensor& mask) const {
    const std::int64_t tokens = x.size(0), batch = x.size(1), width = x.size(2);
    const std::vector<Tensor> parts = torch::linear(x, in_weight, in_bias).chunk(3, -1);
    const auto by_head = [&](const Tensor& part) {
      return part.contiguous().view({tokens, batch * heads, width / heads}).transpose(0, 1);
    };
    const Tensor q = by_head(parts[0]) / std::sqrt(static_cast<double>(width / heads));
    const Tensor k = by_head(parts[1]).transpose(-2, -1);
    const Tensor scores = mask.defined() ? torch::baddbmm(mask, q, k) : torch::bmm(q, k);
    const Tensor mixed = torch::bmm(torch::softmax(scores, -1), by_head(parts[2]));
    const Tensor rows = mixed.transpose(0, 1).contiguous().view({tokens * batch, width});
    return torch::linear(rows, out_weight, out_bias).view({tokens, batch, width});
  }
  [[nodiscard]] Tensor operator()(Tensor x, const Tensor& mask) const {
    x = x + attention(attention_norm(x), mask);
    const Tensor hidden = quick_gelu(torch::linear(feed_forward_norm(x), fc1_weight, fc1_bias));
    return x + torch::linear(hidden, fc2_weight, fc2_bias);
  }
};

std::vector<float> values(const Tensor& tensor) {
  const Tensor plain = tensor.contiguous();
  return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

}  // namespace

struct TorchClip::Impl {
  Impl(const std::filesystem::path& folder, const ClipSizes& clip) : file(folder / "model.safetensors"), sizes(clip) {
    token_embedding = get("text_model.embeddings.token_embedding.weight");
    text_positions = get("text_model.embeddings.position_embedding.weight");
    text_norm = norm("text_model.final_layer_norm");
    text_projection = get("text_projection.weight");
    class_embedding = get("vision_model.embeddings.class_embedding");
    patch_embedding = get("vision_model.embeddings.patch_embedding.weight");
    image_positions = get("vision_model.embeddings.position_embedding.weight");
    pre_norm = norm("vision_model.pre_layrnorm");
    post_norm = norm("vision_model.post_layernorm");
    image_projection = get("visual_projection.weight");
    for (std::size_t i = 0; i < sizes.layers; ++i) {
      text_blocks.push_back(block(fmt::format("text_model.encoder.layers.{}.", i), sizes.text_heads));
      image_blocks.push_back(block(fmt::format("vision_model.encoder.layers.{}.", i), sizes.image_heads));
    }
    const auto positions = static_cast<std::int64_t>(sizes.positions);
    mask = torch::full({positions, positions}, -std::numeric_limits<float>::infinity()).triu(1);
    row = torch::randn({positions, static_cast<std::int64_t>(sizes.text_width)});
  }

  /// Views the mapped file.
  [[nodiscard]] Tensor get(const std::string& name) const {
    const std::vector<std::size_t>& shape = file.index().tensors.at(name).shape;
    const nn::TensorView view = file.tensor(name, shape);
    const std::vector<std::int64_t> sides(shape.begin(), shape.end());
    return torch::from_blob(const_cast<float*>(view.values.data()), sides, torch::kFloat);
  }
  [[nodiscard]] Norm norm(const std::string& name) const { return {get(name + ".weight"), get(name + ".bias")}; }
  [[nodiscard]] Block block(const std::string& prefix, std::size_t heads) const {
    const std::string attention = prefix + "self_attn.";
    const auto fused = [&](const char* what) {
      return torch::cat(
          {get(attention + "q_proj" + what), get(attention + "k_proj" + what), get(attention + "v_proj" + what)});
    };
    return {norm(prefix + "layer_norm1"),
            norm(prefix + "layer_norm2"),
            fused(".weight"),
            fused(".bias"),
            get(attention + "out_proj.weight"),
            get(attention + "out_proj.bias"),
            get(prefix + "mlp.fc1.weight"),
            get(prefix + "mlp.fc1.bias"),
            get(prefix + "mlp.fc2.weight"),
            get(prefix + "mlp.fc2.bias"),
            static_cast<std::int64_t>(heads)};
  }

  nn::SafeTensorsFile file;
  ClipSizes sizes;
  Tensor token_embedding, text_positions, text_projection, class_embedding, patch_embedding, image_positions,
      image_projection, mask, row;
  Norm text_norm, pre_norm, post_norm;
  std::vector<Block> text_blocks, image_blocks;
};

TorchClip::TorchClip(const std::filesystem::path& folder, const ClipSizes& sizes, int threads) {
  at::set_num_threads(threads);
  const torch::InferenceMode inference;
  impl_ = std::make_unique<Impl>(folder, sizes);
}

TorchClip::~TorchClip() = default;

std::vector<float> TorchClip::texts(std::span<const std::int32_t> ids, std::span<const std::size_t> ends) const {
  const torch::InferenceMode inference;
  const auto batch = static_cast<std::int64_t>(ends.size());
  const auto tokens = static_cast<std::int64_t>(impl_->sizes.positions);
  const Tensor numbers =
      torch::from_blob(const_cast<std::int32_t*>(ids.data()), {batch, tokens}, torch::kInt).to(torch::kLong);
  Tensor x = torch::embedding(impl_->token_embedding, numbers) + impl_->text_positions;
  x = x.permute({1, 0, 2});
  for (const Block& block : impl_->text_blocks) x = block(x, impl_->mask);
  x = impl_->text_norm(x.permute({1, 0, 2}));
  const std::vector<std::int64_t> rows(ends.begin(), ends.end());
  const Tensor at_end = x.index({torch::arange(batch), torch::tensor(rows)});
  return values(torch::linear(at_end, impl_->text_projection));
}

std::vector<float> TorchClip::images(std::span<const float> pixels) const {
  const torch::InferenceMode inference;
  const auto side = static_cast<std::int64_t>(impl_->sizes.image);
  const auto batch = static_cast<std::int64_t>(pixels.size()) / (3 * side * side);
  const Tensor input = torch::from_blob(const_cast<float*>(pixels.data()), {batch, 3, side, side}, torch::kFloat);
  const Tensor patches =
      torch::conv2d(input, impl_->patch_embedding, {}, static_cast<std::int64_t>(impl_->sizes.patch));
  Tensor x = patches.flatten(2).permute({0, 2, 1});
  const Tensor first = impl_->class_embedding.expand({batch, 1, x.size(2)});
  x = impl_->pre_norm(torch::cat({first, x}, 1) + impl_->image_positions).permute({1, 0, 2});
  for (const Block& block : impl_->image_blocks) x = block(x, {});
  return values(torch::linear(impl_->post_norm(x.permute({1, 0, 2}).select(1, 0)), impl_->image_projection));
}

void TorchClip::linear_layer() const {
  const torch::InferenceMode inference;
  (void)torch::linear(impl_->row, impl_->text_blocks[0].fc1_weight, impl_->text_blocks[0].fc1_bias);
}

}  // namespace emo3d::bench
