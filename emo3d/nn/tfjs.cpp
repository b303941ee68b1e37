#include "emo3d/nn/tfjs.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <set>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"

namespace emo3d::nn {
namespace {

static_assert(std::endian::native == std::endian::little, "shards are little-endian");

constexpr std::size_t kElementBytes = 4;
constexpr std::size_t kMaxModelJsonBytes = std::size_t{64} << 20;
constexpr std::size_t kMaxShards = 1024;
constexpr std::size_t kMaxDimensions = 8;
constexpr std::size_t kMaxTotalBytes = std::size_t{1} << 40;
/// tensorflowjs_converter cuts shards at this size unless told otherwise.
constexpr std::size_t kUsualShardBytes = std::size_t{4} << 20;

TfjsType parse_type(const std::string& name, std::string_view source) {
  if (name == "float32") return TfjsType::kFloat32;
  check(name == "int32", ErrorCode::kInvalidData, "{}: type {} is not supported, only float32 and int32", source,
        emo3d::quote(name));
  return TfjsType::kInt32;
}

/// A tensor without its offset; `source` names it.
TfjsTensor parse_tensor(const Json& entry, std::string_view source) {
  check(!entry.contains("quantization"), ErrorCode::kInvalidData, "{}: quantized weights are not supported", source);
  TfjsTensor tensor;
  tensor.type = parse_type(string_member(entry, "dtype", source), source);
  const Json& shape = member(entry, "shape", source);
  check(shape.is_array() && shape.size() <= kMaxDimensions, ErrorCode::kInvalidData,
        "{}: \"shape\" must be an array of at most {} sizes", source, kMaxDimensions);
  for (const Json& dimension : shape) {
    check(dimension.is_number_unsigned() && dimension.get<std::size_t>() > 0, ErrorCode::kInvalidData,
          "{}: \"shape\" holds {}, not a positive integer", source, emo3d::quote(dimension.dump()));
    tensor.shape.push_back(dimension.get<std::size_t>());
  }
  const auto count = element_count(tensor.shape);
  check(count && *count <= kMaxTotalBytes / kElementBytes, ErrorCode::kInvalidData, "{}: shape {} is too large", source,
        to_string(tensor.shape));
  tensor.count = *count;
  return tensor;
}

/// A manifest from outside must not lead to files elsewhere.
bool is_plain_file_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

std::vector<std::string> parse_shard_names(const Json& group, std::string_view source) {
  const Json& paths = member(group, "paths", source);
  check(paths.is_array() && !paths.empty() && paths.size() <= kMaxShards, ErrorCode::kInvalidData,
        "{}: \"paths\" must be an array of 1 to {} file names", source, kMaxShards);
  std::vector<std::string> names;
  for (const Json& path : paths) {
    check(path.is_string(), ErrorCode::kInvalidData, "{}: \"paths\" holds {}, not a string", source,
          quote(path.dump()));
    names.push_back(path.get<std::string>());
    check(is_plain_file_name(names.back()), ErrorCode::kInvalidData, "{}: \"paths\" holds {}, not a plain file name",
          source, quote(names.back()));
  }
  std::set<std::string_view> distinct(names.begin(), names.end());
  check(distinct.size() == names.size(), ErrorCode::kInvalidData, "{}: \"paths\" names a shard twice", source);
  return names;
}

}  // namespace

TfjsManifest parse_tfjs_manifest(std::string_view model_json, std::string_view source) {
  const Json model = parse_json(model_json, source);
  const Json& groups = member(model, "weightsManifest", source);
  check(groups.is_array() && groups.size() == 1, ErrorCode::kInvalidData,
        "{}: \"weightsManifest\" must be an array of one group", source);
  TfjsManifest manifest;
  manifest.shards = parse_shard_names(groups[0], source);
  const Json& weights = member(groups[0], "weights", source);
  check(weights.is_array(), ErrorCode::kInvalidData, "{}: \"weights\" must be an array", source);
  for (const Json& entry : weights) {
    const std::string name = string_member(entry, "name", source);
    TfjsTensor tensor = parse_tensor(entry, fmt::format("{}: tensor {}", source, emo3d::quote(name, 200)));
    tensor.offset = manifest.byte_size;
    manifest.byte_size += tensor.count * kElementBytes;
    check(manifest.byte_size <= kMaxTotalBytes, ErrorCode::kInvalidData, "{}: the tensors take more than {} bytes",
          source, kMaxTotalBytes);
    check(manifest.tensors.emplace(name, std::move(tensor)).second, ErrorCode::kInvalidData,
          "{}: tensor {} is listed twice", source, emo3d::quote(name, 200));
  }
  return manifest;
}

void check_shard_sizes(const TfjsManifest& manifest, std::span<const std::size_t> sizes, std::string_view source) {
  const std::size_t shards = manifest.shards.size();
  check(sizes.size() == shards, ErrorCode::kInvalidArgument, "{}: {} sizes for {} shards", source, sizes.size(),
        shards);
  const std::size_t total = std::accumulate(sizes.begin(), sizes.end(), std::size_t{0});
  if (total == manifest.byte_size) return;
  // The manifest gives no sizes of single shards, but all except the last are equally long.
  const bool usual = (manifest.byte_size + kUsualShardBytes - 1) / kUsualShardBytes == shards;
  const std::size_t full = usual ? kUsualShardBytes : sizes[0];
  for (std::size_t i = 0; i + 1 < shards; ++i) {
    check(sizes[i] == full, ErrorCode::kInvalidData, "{}: shard {} has {} bytes, expected {}", source,
          emo3d::quote(manifest.shards[i]), sizes[i], full);
  }
  fail(ErrorCode::kInvalidData, "{}: shard {} has {} bytes, but all shards have {} of the {} that the tensors need",
       source, emo3d::quote(manifest.shards.back()), sizes.back(), total, manifest.byte_size);
}

TfjsWeights::TfjsWeights(const std::filesystem::path& folder)
    : source_((folder / "model.json").string()),
      manifest_(parse_tfjs_manifest(read_file(source_, kMaxModelJsonBytes), source_)),
      shards_(folder, manifest_.shards) {
  check_shard_sizes(manifest_, shards_.sizes(), folder.string());
}

TensorView TfjsWeights::tensor(std::string_view name) const {
  const auto found = manifest_.tensors.find(name);
  check(found != manifest_.tensors.end(), ErrorCode::kInvalidData, "{}: tensor {} is missing", source_,
        emo3d::quote(name, 200));
  const TfjsTensor& tensor = found->second;
  check(tensor.type == TfjsType::kFloat32, ErrorCode::kInvalidData, "{}: tensor {} is int32, expected float32", source_,
        emo3d::quote(name, 200));
  // Elements of 4 bytes follow each other from the start of a page, so the address is a multiple of 4.
  const auto* values = reinterpret_cast<const float*>(shards_.bytes().data() + tensor.offset);
  const std::span<const float> view(values, tensor.count);
  if (const auto bad = find_non_finite(view))
    fail(ErrorCode::kInvalidData, "{}: tensor {} holds {} at index {}", source_, emo3d::quote(name, 200), view[*bad],
         *bad);
  return {tensor.shape, view};
}

}  // namespace emo3d::nn
