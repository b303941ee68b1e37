#include "emo3d/nn/weight_files.h"

#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"

namespace emo3d::nn {
namespace {

constexpr const char* kSingle = "model.safetensors";
constexpr const char* kIndex = "model.safetensors.index.json";
constexpr std::size_t kMaxName = 200;

bool is_plain_name(std::string_view name) {
  return name.ends_with(".safetensors") && name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos &&
         name.front() != '.';
}

}  // namespace

std::map<std::string, std::string, std::less<>> parse_weight_map(std::string_view index_json, std::string_view source) {
  const Json index = parse_json(index_json, source);
  const Json& map = member(index, "weight_map", source);
  check(map.is_object() && !map.empty(), ErrorCode::kInvalidData,
        "{}: \"weight_map\" must be an object with at least one tensor", source);
  std::map<std::string, std::string, std::less<>> files;
  for (const auto& [tensor, file] : map.items()) {
    check(file.is_string() && is_plain_name(file.get_ref<const std::string&>()), ErrorCode::kInvalidData,
          "{}: tensor {} is in {}, expected the plain name of a .safetensors file", source, quote(tensor, kMaxName),
          quote(file.dump(-1, ' ', false, Json::error_handler_t::replace)));
    files.emplace(tensor, file.get<std::string>());
  }
  return files;
}

WeightFiles::WeightFiles(const std::filesystem::path& folder) {
  if (const auto single = folder / kSingle; std::filesystem::exists(single)) {
    source_ = single.string();
    opened_.emplace_back(single);
    for (const auto& [name, entry] : opened_.front().index().tensors) files_.emplace(name, 0);
    return;
  }
  const auto index = folder / kIndex;
  check(std::filesystem::exists(index), ErrorCode::kNotFound, "{}: neither {} nor {} is there", folder.string(),
        kSingle, kIndex);
  source_ = index.string();
  constexpr std::size_t kMaxIndexBytes = std::size_t{64} << 20;
  std::map<std::string, std::size_t> numbers;
  for (const auto& [name, file] : parse_weight_map(read_file(index, kMaxIndexBytes), source_)) {
    const auto [number, is_new] = numbers.emplace(file, opened_.size());
    if (is_new) opened_.emplace_back(folder / file);
    const SafeTensorsFile& opened = opened_[number->second];
    check(opened.index().tensors.contains(name), ErrorCode::kInvalidData, "{}: tensor {} is missing, expected by {}",
          opened.source(), quote(name, kMaxName), source_);
    files_.emplace(name, number->second);
  }
}

const std::vector<std::size_t>& WeightFiles::shape(std::string_view name) const {
  const auto found = files_.find(name);
  check(found != files_.end(), ErrorCode::kInvalidData, "{}: tensor {} is missing", source_, quote(name, kMaxName));
  return opened_[found->second].index().tensors.find(name)->second.shape;
}

Tensor WeightFiles::load(std::string_view name, std::span<const std::size_t> shape) const {
  const auto found = files_.find(name);
  check(found != files_.end(), ErrorCode::kInvalidData, "{}: tensor {} is missing, expected shape {}", source_,
        quote(name, kMaxName), to_string(shape));
  return opened_[found->second].load(name, shape);
}

std::vector<std::string> WeightFiles::names() const {
  std::vector<std::string> names;
  for (const auto& [name, file] : files_) names.push_back(name);
  return names;
}

void WeightFiles::release_memory() const {
  for (const SafeTensorsFile& file : opened_) file.release_memory();
}

}  // namespace emo3d::nn
