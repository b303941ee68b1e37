#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"

/// Files of embeddings, which appear when they are complete.
namespace emo3d::service {

/// One row as a line of JSONL with its line end: `labels` and, where there are values, "embedding". Values have the
/// fewest digits that give the same float32 again.
[[nodiscard]] std::string embedding_line(const OrderedJson& labels, std::span<const float> values);

/// \throws Error kInvalidArgument unless the name ends in .npy, .safetensors or .jsonl; kIo where it cannot be written.
void check_embedding_file(const std::filesystem::path& path);

/// Whether a file by this name has a place for what an input is and why it has no embedding: .jsonl.
[[nodiscard]] bool holds_labels(const std::filesystem::path& path);

/// A .npy file of float32 [rows, dimensions]; a .safetensors file of one such tensor, "embeddings", with metadata; or a
/// .jsonl file. Rows go to the disk as they come.
class EmbeddingFile {
 public:
  /// `most_rows`: as many as will be added, or more. `metadata` is for .safetensors.
  /// \throws Error as check_embedding_file().
  EmbeddingFile(const std::filesystem::path& path, std::size_t most_rows, std::size_t dimensions,
                std::map<std::string, std::string> metadata = {});

  /// Adds a row. Without `values` it is one of `labels` alone. \pre only where the file holds labels
  void add(const OrderedJson& labels, std::span<const float> values);
  [[nodiscard]] std::size_t rows() const { return rows_; }
  /// \throws Error kIo.
  void commit();

 private:
  [[nodiscard]] std::string header(std::size_t rows) const;

  std::filesystem::path path_;
  std::string extension_;
  std::size_t dimensions_;
  std::map<std::string, std::string> metadata_;
  AtomicFile file_;
  std::size_t rows_ = 0;
  std::size_t announced_ = 0;     ///< Rows that the header in the file says.
  std::size_t header_bytes_ = 0;  ///< Of that header.
};

}  // namespace emo3d::service
