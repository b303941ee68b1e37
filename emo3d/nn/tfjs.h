#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/nn/shards.h"
#include "emo3d/nn/tensor.h"

namespace emo3d::nn {

enum class TfjsType : std::uint8_t { kFloat32, kInt32 };

/// Where a tensor lies in the concatenated shards; every element takes 4 bytes.
struct TfjsTensor {
  TfjsType type = TfjsType::kFloat32;
  std::vector<std::size_t> shape;
  std::size_t offset = 0;  ///< In bytes.
  std::size_t count = 0;   ///< Elements.
};

/// The `weightsManifest` of a TensorFlow.js graph model: tensors follow each other without gaps over the shards.
struct TfjsManifest {
  std::vector<std::string> shards;  ///< Plain file names.
  std::map<std::string, TfjsTensor, std::less<>> tensors;
  std::size_t byte_size = 0;  ///< Of all shards together.
};

/// Reads the manifest in a model.json: one group, types float32 and int32, no quantisation.
/// \throws Error kInvalidData naming `source`, the tensor and the value.
[[nodiscard]] TfjsManifest parse_tfjs_manifest(std::string_view model_json, std::string_view source);

/// Nothing where `sizes` (one per shard) add up to what the manifest asks for.
/// \throws Error kInvalidData naming the shard that is too short or too long.
void check_shard_sizes(const TfjsManifest& manifest, std::span<const std::size_t> sizes, std::string_view source);

/// The weights of a TensorFlow.js graph model.
class TfjsWeights {
 public:
  /// Opens `folder`/model.json and the shards beside it.
  /// \throws Error kNotFound, kIo or kInvalidData.
  explicit TfjsWeights(const std::filesystem::path& folder);

  [[nodiscard]] const TfjsManifest& manifest() const { return manifest_; }
  /// Path of model.json, for messages.
  [[nodiscard]] const std::string& source() const { return source_; }
  /// The float32 tensor `name`; the view lives as long as the object.
  /// \throws Error kInvalidData where it is missing, of another type, or holds a NaN or infinity.
  [[nodiscard]] TensorView tensor(std::string_view name) const;

 private:
  std::string source_;
  TfjsManifest manifest_;
  Shards shards_;
};

}  // namespace emo3d::nn
