#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "emo3d/nn/linear.h"
#include "emo3d/nn/safetensors.h"
#include "emo3d/nn/torch_checkpoint.h"

namespace emo3d::model {

/// The weights of a published baseline: a PyTorch checkpoint as its authors give it, or a safetensors file of the same
/// names. A file that is a ZIP archive, or is called .pth or .pt, is read as a checkpoint.
class BaselineWeights {
 public:
  /// \throws Error kNotFound, kIo or kInvalidData.
  explicit BaselineWeights(const std::filesystem::path& path);

  /// Inputs and outputs of a fully connected layer.
  struct Widths {
    std::size_t inputs = 0;
    std::size_t outputs = 0;
  };
  /// Of the layer whose weights, [outputs, inputs], are the tensor `layer`.weight.
  /// \throws Error kInvalidData naming the tensor where it is missing, no matrix, or a side is not in [1, 4096].
  [[nodiscard]] Widths widths(std::string_view layer) const;
  /// The layer of exactly these widths, from `layer`.weight and `layer`.bias. \throws Error kInvalidData.
  [[nodiscard]] nn::Linear linear(std::string_view layer, Widths widths,
                                  nn::Activation activation = nn::Activation::kNone) const;

 private:
  [[nodiscard]] nn::TensorView tensor(const std::string& name, std::vector<std::size_t> shape) const;

  std::string source_;
  std::variant<nn::SafeTensorsFile, nn::TorchCheckpoint> file_;
};

}  // namespace emo3d::model
