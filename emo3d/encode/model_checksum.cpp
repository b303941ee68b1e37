#include "emo3d/encode/model_checksum.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <set>
#include <string_view>
#include <system_error>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json_text.h"
#include "emo3d/nn/weight_files.h"
#include "emo3d/store/checksum.h"

namespace emo3d::encode {
namespace fs = std::filesystem;
namespace {

/// All that decides an embedding besides the weights, of whatever kind the model is.
constexpr std::array<std::string_view, 10> kFiles = {"config.json",
                                                     "preprocessor_config.json",
                                                     "tokenizer_config.json",
                                                     "special_tokens_map.json",
                                                     "added_tokens.json",
                                                     "vocab.json",
                                                     "merges.txt",
                                                     "vocab.txt",
                                                     "tokenizer.json",
                                                     "sentencepiece.bpe.model"};
constexpr const char* kSingle = "model.safetensors";
constexpr const char* kIndex = "model.safetensors.index.json";
constexpr std::size_t kMaxMemoryBytes = std::size_t{4} << 20;
constexpr std::size_t kMaxRemembered = 2000;
constexpr std::int64_t kSettled_s = 2;

std::vector<std::string> files_of(const fs::path& folder) {
  std::vector<std::string> names;
  for (const std::string_view name : kFiles)
    if (fs::exists(folder / name)) names.emplace_back(name);
  check(!names.empty() && names[0] == kFiles[0], ErrorCode::kNotFound, "{}: no config.json in it", folder.string());
  if (fs::exists(folder / kSingle)) {
    names.emplace_back(kSingle);
    return names;
  }
  const fs::path index = folder / kIndex;
  check(fs::exists(index), ErrorCode::kNotFound, "{}: neither {} nor {} is there", folder.string(), kSingle, kIndex);
  names.emplace_back(kIndex);
  std::set<std::string> shards;
  for (const auto& [tensor, shard] : nn::parse_weight_map(read_file(index, std::size_t{64} << 20), index.string()))
    shards.insert(shard);
  names.insert(names.end(), shards.begin(), shards.end());
  return names;
}

struct State {
  std::string text;            ///< Differs when the file does.
  std::int64_t changed_s = 0;  ///< Of the last change, since 1970.
};

State state_of(const fs::path& file) {
  struct stat s {};
  check(::stat(file.c_str(), &s) == 0, ErrorCode::kIo, "{}: cannot read: {}", file.string(), std::strerror(errno));
  return {.text = fmt::format("{}:{}:{}:{}.{:09}:{}.{:09}", s.st_dev, s.st_ino, s.st_size, s.st_mtim.tv_sec,
                              s.st_mtim.tv_nsec, s.st_ctim.tv_sec, s.st_ctim.tv_nsec),
          .changed_s = std::max<std::int64_t>(s.st_mtim.tv_sec, s.st_ctim.tv_sec)};
}

/// {path: {"state", "sha256"}}; an empty object where there is none that can be used.
Json read_memory(const fs::path& path) {
  try {
    Json memory = read_json(path, kMaxMemoryBytes);
    if (memory.is_object()) return memory;
  } catch (const Error&) {  // not there yet, or damaged: all is computed again
  }
  return Json::object();
}

void write_memory(const fs::path& path, const Json& memory) {
  try {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    write_file(path, memory.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
  } catch (const Error&) {  // the next run computes them again
  }
}

std::string remembered(const Json& memory, const std::string& path, const State& state) {
  const auto entry = memory.find(path);
  if (entry == memory.end() || !entry->is_object() || entry->value("state", Json()) != state.text) return {};
  const Json sha256 = entry->value("sha256", Json());
  return sha256.is_string() && store::is_sha256(sha256.get<std::string>()) ? sha256.get<std::string>() : "";
}

}  // namespace

std::string model_checksum(const fs::path& folder, const fs::path& memory) {
  const fs::path file = memory.empty() ? fs::path() : memory / "checksums.json";
  const Json known = file.empty() ? Json::object() : read_memory(file);
  const std::int64_t now_s =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  Json added = Json::object();
  std::string checksum;
  for (const std::string& name : files_of(folder)) {
    const fs::path path = fs::absolute(folder / name);
    const State before = state_of(path);
    std::string sha256 = remembered(known, path.string(), before);
    if (sha256.empty()) {
      sha256 = store::sha256_of_file(path);
      if (state_of(path).text == before.text && before.changed_s + kSettled_s < now_s)
        added[path.string()] = {{"state", before.text}, {"sha256", sha256}};
    }
    checksum += fmt::format("{} {}\n", name, sha256);
  }
  if (!file.empty() && !added.empty()) {
    Json all = read_memory(file);  // another process may have written since
    if (all.size() > kMaxRemembered) all = Json::object();
    all.update(added);
    write_memory(file, all);
  }
  return checksum;
}

}  // namespace emo3d::encode
