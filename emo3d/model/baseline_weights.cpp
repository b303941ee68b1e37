#include "emo3d/model/baseline_weights.h"

#include <algorithm>
#include <fstream>
#include <string>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d::model {
namespace {

constexpr std::size_t kMaxWidth = 4096;

bool is_checkpoint(const std::filesystem::path& path) {
  constexpr std::string_view kZip = "PK\x03\x04";
  std::string start(kZip.size(), '\0');
  std::ifstream(path, std::ios::binary).read(start.data(), static_cast<std::streamsize>(start.size()));
  const std::string extension = extension_of(path);
  return start == kZip || extension == ".pth" || extension == ".pt";
}

std::variant<nn::SafeTensorsFile, nn::TorchCheckpoint> open(const std::filesystem::path& path) {
  if (is_checkpoint(path)) return nn::TorchCheckpoint(path);
  return nn::SafeTensorsFile(path);
}

}  // namespace

BaselineWeights::BaselineWeights(const std::filesystem::path& path) : source_(path.string()), file_(open(path)) {}

BaselineWeights::Widths BaselineWeights::widths(std::string_view layer) const {
  const std::string name = std::string(layer) + ".weight";
  std::vector<std::size_t> shape;
  const auto find_in = [&](const auto& tensors) {
    const auto found = tensors.find(name);
    check(found != tensors.end(), ErrorCode::kInvalidData, "{}: tensor {} is missing", source_, quote(name));
    shape = found->second.shape;
  };
  if (const auto* checkpoint = std::get_if<nn::TorchCheckpoint>(&file_))
    find_in(checkpoint->tensors());
  else
    find_in(std::get<nn::SafeTensorsFile>(file_).index().tensors);
  const bool fits =
      shape.size() == 2 && std::ranges::all_of(shape, [](std::size_t n) { return n > 0 && n <= kMaxWidth; });
  check(fits, ErrorCode::kInvalidData, "{}: tensor {} has shape {}, expected a matrix of sides 1 to {}", source_,
        quote(name), nn::to_string(shape), kMaxWidth);
  return {.inputs = shape[1], .outputs = shape[0]};
}

nn::TensorView BaselineWeights::tensor(const std::string& name, std::vector<std::size_t> shape) const {
  return std::visit([&](const auto& file) { return file.tensor(name, shape); }, file_);
}

nn::Linear BaselineWeights::linear(std::string_view layer, Widths widths, nn::Activation activation) const {
  const std::string name(layer);
  return {tensor(name + ".weight", {widths.outputs, widths.inputs}),
          tensor(name + ".bias", {widths.outputs}),
          {.activation = activation, .order = nn::WeightOrder::kOutputByInput}};
}

}  // namespace emo3d::model
