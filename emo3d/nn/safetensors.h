#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/nn/tensor.h"

namespace emo3d::nn {

/// One tensor of a safetensors file: its type as written ("F32") and the bytes [begin, end) it takes in the file.
struct SafeTensorsEntry {
  std::string type;
  std::vector<std::size_t> shape;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// What the header of a safetensors file says.
struct SafeTensorsIndex {
  std::map<std::string, SafeTensorsEntry, std::less<>> tensors;
  std::map<std::string, std::string> metadata;
};

/// Reads and checks the header of a whole safetensors file: types and shapes agree with the byte ranges, and these
/// cover the data without gap or overlap, as the format demands (https://huggingface.co/docs/safetensors). \throws
/// Error kInvalidData naming `source`, the tensor and the value.
[[nodiscard]] SafeTensorsIndex parse_safetensors(std::span<const std::byte> file, std::string_view source);

/// A safetensors file mapped into memory.
class SafeTensorsFile {
 public:
  /// \throws Error kNotFound, kIo or kInvalidData.
  explicit SafeTensorsFile(const std::filesystem::path& path);

  [[nodiscard]] const SafeTensorsIndex& index() const { return index_; }
  /// The F32 tensor `name` of exactly this shape; the view lives as long as the file object.
  /// \throws Error kInvalidData where it is missing, of another type or shape, or holds a NaN or infinity.
  [[nodiscard]] TensorView tensor(std::string_view name, std::span<const std::size_t> shape) const;
  /// The tensor `name` of exactly this shape as float32: a view of F32 values as tensor() gives, F16 and BF16 values
  /// widened into memory of its own. \throws Error as tensor() does.
  [[nodiscard]] Tensor load(std::string_view name, std::span<const std::size_t> shape) const;
  /// As MappedFile::release_memory().
  void release_memory() const { file_.release_memory(); }
  /// Path of the file, for messages.
  [[nodiscard]] const std::string& source() const { return source_; }

 private:
  [[nodiscard]] const SafeTensorsEntry& entry(std::string_view name, std::span<const std::size_t> shape) const;

  std::string source_;
  MappedFile file_;
  SafeTensorsIndex index_;
};

/// What a safetensors file starts with that holds F32 tensors of these shapes and nothing else; their values follow in
/// this order, row-major. Its length is a multiple of 8 and at least `min_bytes`: room for a header that changes later.
/// \throws Error kInvalidArgument where their sizes overflow.
[[nodiscard]] std::string safetensors_header(const std::map<std::string, std::vector<std::size_t>>& shapes,
                                             const std::map<std::string, std::string>& metadata = {},
                                             std::size_t min_bytes = 0);

/// A whole safetensors file holding these F32 tensors, data aligned to 8 bytes.
/// \throws Error kInvalidArgument where a view's values do not match its shape or are not finite.
[[nodiscard]] std::string to_safetensors(const std::map<std::string, TensorView>& tensors,
                                         const std::map<std::string, std::string>& metadata = {});

}  // namespace emo3d::nn
