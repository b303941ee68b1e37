#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/base/random.h"
#include "emo3d/nn/safetensors.h"

/// Model folders as Hugging Face has them, made up and small.
namespace emo3d::testing {

class StandInEncoder {
 public:
  struct Tensor {
    std::vector<std::size_t> shape;
    std::vector<float> values;
  };
  std::map<std::string, Tensor> tensors;
  Json config;

  void add(const std::string& name, std::vector<std::size_t> shape, double mean, double deviation) {
    std::size_t count = 1;
    for (const std::size_t n : shape) count *= n;
    std::vector<float> values(count);
    for (float& value : values) value = static_cast<float>(mean + deviation * random_.normal());
    tensors[name] = {std::move(shape), std::move(values)};
  }
  void add_linear(const std::string& name, std::size_t inputs, std::size_t outputs) {
    add(name + ".weight", {outputs, inputs}, 0, 0.2);
    add(name + ".bias", {outputs}, 0, 0.1);
  }
  void add_norm(const std::string& name, std::size_t width) {
    add(name + ".weight", {width}, 1, 0.1);
    add(name + ".bias", {width}, 0, 0.1);
  }
  void rename(const std::string& from, const std::string& to) {
    auto node = tensors.extract(from);
    node.key() = to;
    tensors.insert(std::move(node));
  }

  [[nodiscard]] std::string safetensors() const {
    std::map<std::string, nn::TensorView> views;
    for (const auto& [name, tensor] : tensors) views[name] = {tensor.shape, tensor.values};
    return nn::to_safetensors(views);
  }
  void write(const std::filesystem::path& folder) const {
    write_file(folder / "config.json", config.dump());
    write_file(folder / "model.safetensors", safetensors());
  }

 private:
  Random random_{20};
};

/// A CLIPModel: 50 token ids of which 49 ends a text, 20 positions, images of 12 x 12 in patches of 4, embeddings
/// of 10.
inline StandInEncoder stand_in_clip() {
  StandInEncoder clip;
  const auto tower = [&](const std::string& prefix, std::size_t width, std::size_t hidden) {
    for (int i = 0; i < 2; ++i) {
      const std::string layer = fmt::format("{}encoder.layers.{}.", prefix, i);
      for (const char* name : {"q_proj", "k_proj", "v_proj", "out_proj"})
        clip.add_linear(layer + "self_attn." + name, width, width);
      clip.add_linear(layer + "mlp.fc1", width, hidden);
      clip.add_linear(layer + "mlp.fc2", hidden, width);
      clip.add_norm(layer + "layer_norm1", width);
      clip.add_norm(layer + "layer_norm2", width);
    }
  };
  tower("text_model.", 24, 40);
  clip.add("text_model.embeddings.token_embedding.weight", {50, 24}, 0, 0.5);
  clip.add("text_model.embeddings.position_embedding.weight", {20, 24}, 0, 0.5);
  clip.add_norm("text_model.final_layer_norm", 24);
  clip.add("text_projection.weight", {10, 24}, 0, 0.2);
  tower("vision_model.", 32, 48);
  clip.add("vision_model.embeddings.patch_embedding.weight", {32, 3, 4, 4}, 0, 0.2);
  clip.add("vision_model.embeddings.class_embedding", {32}, 0, 0.5);
  clip.add("vision_model.embeddings.position_embedding.weight", {10, 32}, 0, 0.5);
  clip.add_norm("vision_model.pre_layrnorm", 32);
  clip.add_norm("vision_model.post_layernorm", 32);
  clip.add("visual_projection.weight", {10, 32}, 0, 0.2);
  clip.config = Json::parse(R"({"model_type": "clip", "projection_dim": 10,
    "text_config": {"vocab_size": 50, "hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 2,
                    "num_attention_heads": 3, "max_position_embeddings": 20, "eos_token_id": 49},
    "vision_config": {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 2,
                      "image_size": 12, "patch_size": 4}})");
  return clip;
}

/// A BertModel or, with "xlm-roberta", an XLMRobertaModel: 60 token ids, 24 positions.
inline StandInEncoder stand_in_bert(const std::string& type = "bert") {
  StandInEncoder bert;
  constexpr std::size_t kWidth = 24;
  for (int i = 0; i < 2; ++i) {
    const std::string layer = fmt::format("encoder.layer.{}.", i);
    for (const char* name : {"self.query", "self.key", "self.value", "output.dense"})
      bert.add_linear(layer + "attention." + name, kWidth, kWidth);
    bert.add_linear(layer + "intermediate.dense", kWidth, 40);
    bert.add_linear(layer + "output.dense", 40, kWidth);
    bert.add_norm(layer + "attention.output.LayerNorm", kWidth);
    bert.add_norm(layer + "output.LayerNorm", kWidth);
  }
  bert.add("embeddings.word_embeddings.weight", {60, kWidth}, 0, 0.5);
  bert.add("embeddings.position_embeddings.weight", {24, kWidth}, 0, 0.5);
  bert.add("embeddings.token_type_embeddings.weight", {2, kWidth}, 0, 0.5);
  bert.add_norm("embeddings.LayerNorm", kWidth);
  bert.add_linear("pooler.dense", kWidth, kWidth);
  bert.config = Json::parse(R"({"vocab_size": 60, "hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 2,
    "num_attention_heads": 4, "max_position_embeddings": 24, "type_vocab_size": 2})");
  bert.config["model_type"] = type;
  return bert;
}

}  // namespace emo3d::testing
