#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/base/random.h"
#include "emo3d/model/baseline_scores.h"
#include "emo3d/nn/safetensors.h"
#include "tests/support/torch_writer.h"

namespace emo3d::testing {

/// Random float32 tensors by name, written as either of the formats that baselines are read from.
class StandInWeights {
 public:
  explicit StandInWeights(std::uint64_t seed = 1) : random_(seed) {}

  void add_layer(const std::string& name, std::size_t inputs, std::size_t outputs) {
    add(name + ".weight", {outputs, inputs});
    add(name + ".bias", {outputs});
  }
  void remove(const std::string& name) { tensors_.erase(name); }
  void write_checkpoint(const std::filesystem::path& path) const { write_file(path, torch_file(views())); }
  void write_safetensors(const std::filesystem::path& path) const { write_file(path, nn::to_safetensors(views())); }

 private:
  struct Values {
    std::vector<std::size_t> shape;
    std::vector<float> values;
  };
  void add(const std::string& name, std::vector<std::size_t> shape) {
    std::vector<float> values(*nn::element_count(shape));
    for (float& value : values) value = static_cast<float>(random_.normal()) * 0.5f;
    tensors_[name] = {std::move(shape), std::move(values)};
  }
  [[nodiscard]] std::map<std::string, nn::TensorView> views() const {
    std::map<std::string, nn::TensorView> views;
    for (const auto& [name, tensor] : tensors_) views[name] = {tensor.shape, tensor.values};
    return views;
  }

  Random random_;
  std::map<std::string, Values> tensors_;
};

/// Weights of a model::ClipMlp for embeddings of this width.
inline StandInWeights stand_in_clip_mlp(std::size_t embedding = 8) {
  StandInWeights weights(1);
  weights.add_layer("network.0", embedding, 12);
  weights.add_layer("network.2", 12, 10);
  weights.add_layer("network.4", 10, model::kBaselineScores);
  return weights;
}

/// Weights of a model::VaeClip for embeddings of this width.
inline StandInWeights stand_in_vae_clip(std::size_t embedding = 8) {
  StandInWeights weights(2);
  weights.add_layer("encoder.0", model::kBaselineScores, 12);
  weights.add_layer("fc_mu", 12, embedding);
  weights.add_layer("fc_logvar", 12, embedding);
  weights.add_layer("decoder.0", embedding, 11);
  weights.add_layer("decoder.3", 11, model::kBaselineScores);
  return weights;
}

}  // namespace emo3d::testing
