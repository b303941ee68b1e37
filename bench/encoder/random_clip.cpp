#include "bench/encoder/random_clip.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/base/random.h"
#include "emo3d/nn/safetensors.h"

namespace emo3d::bench {
namespace {

/// Tensors of random values, written together.
class Tensors {
 public:
  /// Values around `middle`, uniform within `spread` times the square root of 3.
  void add(const std::string& name, std::vector<std::size_t> shape, double spread, double middle = 0) {
    std::vector<float> values(*nn::element_count(shape));
    constexpr double kRootOf3 = 1.7320508;
    for (float& value : values)
      value = static_cast<float>(random_.uniform(middle - kRootOf3 * spread, middle + kRootOf3 * spread));
    tensors_[name] = {std::move(shape), std::move(values)};
  }
  void add_norm(const std::string& name, std::size_t width) {
    add(name + ".weight", {width}, 0.1, 1);
    add(name + ".bias", {width}, 0.05);
  }
  void add_linear(const std::string& name, std::size_t outputs, std::size_t inputs) {
    add(name + ".weight", {outputs, inputs}, 0.7 / std::sqrt(static_cast<double>(inputs)));
    add(name + ".bias", {outputs}, 0.05);
  }
  void add_blocks(const std::string& tower, std::size_t layers, std::size_t width) {
    for (std::size_t i = 0; i < layers; ++i) {
      const std::string block = fmt::format("{}.encoder.layers.{}.", tower, i);
      add_norm(block + "layer_norm1", width);
      for (const char* part : {"q_proj", "k_proj", "v_proj", "out_proj"})
        add_linear(block + "self_attn." + part, width, width);
      add_norm(block + "layer_norm2", width);
      add_linear(block + "mlp.fc1", 4 * width, width);
      add_linear(block + "mlp.fc2", width, 4 * width);
    }
  }
  void write(const std::filesystem::path& path) const {
    std::map<std::string, nn::TensorView> views;
    for (const auto& [name, tensor] : tensors_) views[name] = {tensor.shape, tensor.values};
    write_file(path, nn::to_safetensors(views));
  }

 private:
  struct Values {
    std::vector<std::size_t> shape;
    std::vector<float> values;
  };
  Random random_{32};
  std::map<std::string, Values> tensors_;
};

}  // namespace

void write_random_clip(const std::filesystem::path& folder, const ClipSizes& s) {
  Tensors tensors;
  tensors.add("text_model.embeddings.token_embedding.weight", {s.vocabulary, s.text_width}, 0.5);
  tensors.add("text_model.embeddings.position_embedding.weight", {s.positions, s.text_width}, 0.1);
  tensors.add_blocks("text_model", s.layers, s.text_width);
  tensors.add_norm("text_model.final_layer_norm", s.text_width);
  tensors.add("text_projection.weight", {s.embedding, s.text_width}, 0.04);
  tensors.add("vision_model.embeddings.class_embedding", {s.image_width}, 0.5);
  tensors.add("vision_model.embeddings.patch_embedding.weight", {s.image_width, 3, s.patch, s.patch}, 0.02);
  const std::size_t side = s.image / s.patch;
  tensors.add("vision_model.embeddings.position_embedding.weight", {1 + side * side, s.image_width}, 0.1);
  tensors.add_norm("vision_model.pre_layrnorm", s.image_width);
  tensors.add_blocks("vision_model", s.layers, s.image_width);
  tensors.add_norm("vision_model.post_layernorm", s.image_width);
  tensors.add("visual_projection.weight", {s.embedding, s.image_width}, 0.04);
  tensors.write(folder / "model.safetensors");

  const Json config = {{"model_type", "clip"},
                       {"projection_dim", s.embedding},
                       {"text_config",
                        {{"hidden_size", s.text_width},
                         {"intermediate_size", 4 * s.text_width},
                         {"num_hidden_layers", s.layers},
                         {"num_attention_heads", s.text_heads},
                         {"vocab_size", s.vocabulary},
                         {"max_position_embeddings", s.positions},
                         {"eos_token_id", s.vocabulary - 1},
                         {"hidden_act", "quick_gelu"}}},
                       {"vision_config",
                        {{"hidden_size", s.image_width},
                         {"intermediate_size", 4 * s.image_width},
                         {"num_hidden_layers", s.layers},
                         {"num_attention_heads", s.image_heads},
                         {"image_size", s.image},
                         {"patch_size", s.patch},
                         {"hidden_act", "quick_gelu"}}}};
  write_file(folder / "config.json", config.dump());
}

}  // namespace emo3d::bench
