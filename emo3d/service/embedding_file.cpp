#include "emo3d/service/embedding_file.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/json_text.h"
#include "emo3d/nn/npy.h"
#include "emo3d/nn/safetensors.h"

namespace emo3d::service {

std::string embedding_line(const OrderedJson& labels, std::span<const float> values) {
  std::string line = json_text(labels);
  if (!values.empty()) {
    line.pop_back();
    line += labels.empty() ? "\"embedding\":[" : ",\"embedding\":[";
    for (std::size_t i = 0; i < values.size(); ++i)
      fmt::format_to(std::back_inserter(line), "{}{}", i == 0 ? "" : ",", values[i]);
    line += "]}";
  }
  return line + "\n";
}

void check_embedding_file(const std::filesystem::path& path) {
  const std::string extension = extension_of(path);
  check(extension == ".npy" || extension == ".safetensors" || extension == ".jsonl", ErrorCode::kInvalidArgument,
        "{}: embeddings are written as .npy, .safetensors or .jsonl", path.string());
  (void)writable_path(path);
}

bool holds_labels(const std::filesystem::path& path) { return extension_of(path) == ".jsonl"; }

EmbeddingFile::EmbeddingFile(const std::filesystem::path& path, std::size_t most_rows, std::size_t dimensions,
                             std::map<std::string, std::string> metadata)
    : path_((check_embedding_file(path), path)),
      extension_(extension_of(path)),
      dimensions_(dimensions),
      metadata_(std::move(metadata)),
      file_(path),
      announced_(most_rows) {
  const std::string first = header(announced_);
  header_bytes_ = first.size();
  file_.append(first);
}

std::string EmbeddingFile::header(std::size_t rows) const {
  const std::vector<std::size_t> shape = {rows, dimensions_};
  if (extension_ == ".npy") return nn::npy_header(shape);
  if (extension_ == ".safetensors") return nn::safetensors_header({{"embeddings", shape}}, metadata_, header_bytes_);
  return {};
}

void EmbeddingFile::add(const OrderedJson& labels, std::span<const float> values) {
  ++rows_;
  if (extension_ == ".jsonl") return file_.append(embedding_line(labels, values));
  check(values.size() == dimensions_, ErrorCode::kInvalidArgument, "{}: a row of {} values; expected {}",
        path_.string(), values.size(), dimensions_);
  file_.append({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
}

void EmbeddingFile::commit() {
  if (rows_ != announced_ && header_bytes_ > 0) {
    const std::string last = header(rows_);
    // Fewer rows take no more digits, and both formats fill their headers up with blanks.
    check(last.size() == header_bytes_, ErrorCode::kIo, "{}: a header of {} bytes does not fit in {}", path_.string(),
          last.size(), header_bytes_);
    std::fstream file(file_.temporary_path(), std::ios::in | std::ios::out | std::ios::binary);
    file.write(last.data(), static_cast<std::streamsize>(last.size()));
    file.close();
    check(file.good(), ErrorCode::kIo, "{}: cannot write", path_.string());
  }
  file_.commit();
}

}  // namespace emo3d::service
