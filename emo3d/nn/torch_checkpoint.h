#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/nn/tensor.h"

namespace emo3d::nn {

/// One tensor of a PyTorch checkpoint: a view of a storage, which several may share.
struct TorchTensor {
  std::string_view type;             ///< As safetensors calls it: "F32".
  std::size_t element_bytes = 0;     ///< Of that type.
  std::vector<std::size_t> shape;    ///< At most 16 dimensions.
  std::vector<std::size_t> strides;  ///< In elements, one a dimension.
  std::size_t offset = 0;            ///< Of the first element, in elements.
  std::span<const std::byte> storage;
};

/// By their names.
using TorchTensors = std::map<std::string, TorchTensor, std::less<>>;

/// Reads the tensors of a state dict that torch.save() has written in the format of PyTorch 1.6 or later: a ZIP archive
/// of stored entries `<name>/data.pkl`, a pickle (pickle.h), and `<name>/data/<key>`, the storages, little-endian. The
/// state dict is what was saved, or its member `state_dict` or `model_state_dict`; values that are no tensors are left
/// out. Devices do not matter. Shapes, strides and offsets are checked against the storages, and these against their
/// CRC-32. \throws Error kInvalidData naming `source`, the record or tensor and the value. The spans lie in `file`.
[[nodiscard]] TorchTensors parse_torch_checkpoint(std::span<const std::byte> file, std::string_view source);

/// A PyTorch checkpoint (.pth, .pt) mapped into memory, read as parse_torch_checkpoint() says.
///
///     const TorchCheckpoint checkpoint("CLIP_Baseline.pth");
///     const TensorView bias = checkpoint.tensor("network.0.bias", std::vector<std::size_t>{256});
class TorchCheckpoint {
 public:
  /// \throws Error kNotFound, kIo or kInvalidData.
  explicit TorchCheckpoint(const std::filesystem::path& path);

  [[nodiscard]] const TorchTensors& tensors() const { return tensors_; }
  /// The tensor `name` of exactly this shape as float32; the view lives as long as the checkpoint. F32 in order is used
  /// where it lies; F16, BF16, F64 and other orders are copied once.
  /// \throws Error kInvalidData where it is missing, of another type or shape, or holds a NaN or infinity.
  [[nodiscard]] TensorView tensor(std::string_view name, std::span<const std::size_t> shape) const;

 private:
  struct Copies;

  std::string source_;
  MappedFile file_;
  TorchTensors tensors_;
  std::shared_ptr<Copies> copies_;
};

}  // namespace emo3d::nn
