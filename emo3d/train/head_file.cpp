#include <string>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/model/default_model.h"
#include "emo3d/nn/safetensors.h"
#include "emo3d/train/head_training.h"

namespace emo3d::train {
namespace {

template <typename Names>
OrderedJson names(const Names& list) {
  OrderedJson json = OrderedJson::array();
  for (const auto item : list) json.push_back(std::string(name(item)));
  return json;
}

std::vector<float> copy(const nn::TensorView& tensor) { return {tensor.values.begin(), tensor.values.end()}; }

}  // namespace

void write_head(const HeadWeights& weights, const std::filesystem::path& folder) {
  const OrderedJson config{
      {"format", "emo3d-head-2"}, {"features", model::kDefaultFeatures},    {"inputs", weights.inputs},
      {"hidden", weights.hidden}, {"emotions", names(emotion::emotions())}, {"channels", names(face::channels())}};
  const auto& tensor_names = model::kHeadTensors;
  const std::map<std::string, nn::TensorView> tensors{
      {tensor_names[0], {{weights.hidden, weights.inputs}, weights.hidden_weight}},
      {tensor_names[1], {{weights.hidden}, weights.hidden_bias}},
      {tensor_names[2], {{model::kHeadOutputs, weights.hidden}, weights.output_weight}},
      {tensor_names[3], {{model::kHeadOutputs}, weights.output_bias}}};
  write_file(folder / "model.safetensors", nn::to_safetensors(tensors));
  write_file(folder / "config.json", config.dump(2) + "\n");
}

HeadWeights read_head(const std::filesystem::path& folder) {
  const std::string source = (folder / "config.json").string();
  const Json config = read_json(folder / "config.json");
  HeadWeights weights;
  weights.inputs = size_member(config, "inputs", source);
  weights.hidden = size_member(config, "hidden", source);
  const nn::SafeTensorsFile file(folder / "model.safetensors");
  const auto tensor = [&](std::size_t i, std::vector<std::size_t> shape) {
    return copy(file.tensor(model::kHeadTensors[i], shape));
  };
  weights.hidden_weight = tensor(0, {weights.hidden, weights.inputs});
  weights.hidden_bias = tensor(1, {weights.hidden});
  weights.output_weight = tensor(2, {model::kHeadOutputs, weights.hidden});
  weights.output_bias = tensor(3, {model::kHeadOutputs});
  return weights;
}

}  // namespace emo3d::train
