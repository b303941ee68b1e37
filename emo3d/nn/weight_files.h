#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/nn/safetensors.h"

namespace emo3d::nn {

/// Which file holds each tensor, as a `model.safetensors.index.json` says under "weight_map".
/// \throws Error kInvalidData naming `source` and the entry, also where a file is not a plain name ending in
/// ".safetensors" (a path could lead out of the folder).
[[nodiscard]] std::map<std::string, std::string, std::less<>> parse_weight_map(std::string_view index_json,
                                                                               std::string_view source);

/// The tensors of a Hugging Face model folder: `model.safetensors`, or the files that `model.safetensors.index.json`
/// names. The files are mapped into memory; what load() views lives as long as the object.
class WeightFiles {
 public:
  /// Opens every file and checks that each tensor of the index is in its file.
  /// \throws Error kNotFound where the folder has neither file; kIo or kInvalidData naming the file.
  explicit WeightFiles(const std::filesystem::path& folder);

  [[nodiscard]] bool contains(std::string_view name) const { return files_.find(name) != files_.end(); }
  /// \throws Error kInvalidData where the tensor is missing.
  [[nodiscard]] const std::vector<std::size_t>& shape(std::string_view name) const;
  /// The tensor of exactly this shape as SafeTensorsFile::load() gives it. \throws Error kInvalidData naming file,
  /// tensor and what was expected.
  [[nodiscard]] Tensor load(std::string_view name, std::span<const std::size_t> shape) const;
  [[nodiscard]] Tensor load(std::string_view name, std::initializer_list<std::size_t> shape) const {
    return load(name, std::span(shape.begin(), shape.size()));
  }
  /// Every tensor's name, sorted.
  [[nodiscard]] std::vector<std::string> names() const;
  /// Path of the file or the index, for messages.
  [[nodiscard]] const std::string& source() const { return source_; }
  /// Gives back the memory that reading took: views stay valid and are read from the files again when they are used.
  void release_memory() const;

 private:
  std::string source_;
  std::vector<SafeTensorsFile> opened_;
  std::map<std::string, std::size_t, std::less<>> files_;  ///< By tensor, index into opened_.
};

}  // namespace emo3d::nn
