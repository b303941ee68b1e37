#include "emo3d/nn/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/half.h"
#include "emo3d/base/json.h"
#include "emo3d/nn/bfloat16.h"

namespace emo3d::nn {
namespace {

static_assert(std::endian::native == std::endian::little, "the format is little-endian");

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kMaxHeaderBytes = 100'000'000;  // the format's own limit
constexpr const char* kMetadata = "__metadata__";
constexpr std::size_t kMaxName = 200;  // of a tensor, in messages

std::optional<std::size_t> bytes_per_element(std::string_view type) {
  constexpr std::pair<std::string_view, std::size_t> kSizes[] = {
      {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E4M3", 1}, {"F8_E5M2", 1}, {"U16", 2}, {"I16", 2}, {"F16", 2},
      {"BF16", 2}, {"U32", 4}, {"I32", 4}, {"F32", 4},     {"U64", 8},     {"I64", 8}, {"F64", 8}};
  for (const auto& [name, size] : kSizes) {
    if (name == type) return size;
  }
  return std::nullopt;
}

std::vector<std::size_t> size_array(const Json& object, const char* key, std::string_view source) {
  const Json& array = member(object, key, source);
  check(array.is_array() && array.size() <= 16, ErrorCode::kInvalidData, "{}: \"{}\" must be an array of at most 16",
        source, key);
  std::vector<std::size_t> values;
  for (const Json& value : array) {
    check(value.is_number_unsigned(), ErrorCode::kInvalidData, "{}: \"{}\" holds {}, not a non-negative integer",
          source, key, emo3d::quote(value.dump()));
    values.push_back(value.get<std::size_t>());
  }
  return values;
}

/// One member of the header; its offsets count from `data_start`, the file has `file_size` bytes.
SafeTensorsEntry parse_entry(const Json& object, std::string_view source, std::size_t data_start,
                             std::size_t file_size) {
  SafeTensorsEntry entry{.type = string_member(object, "dtype", source), .shape = size_array(object, "shape", source)};
  const auto element_bytes = bytes_per_element(entry.type);
  check(element_bytes.has_value(), ErrorCode::kInvalidData, "{}: unknown type {}", source, emo3d::quote(entry.type));
  const std::vector<std::size_t> offsets = size_array(object, "data_offsets", source);
  check(offsets.size() == 2 && offsets[0] <= offsets[1] && offsets[1] <= file_size - data_start,
        ErrorCode::kInvalidData, "{}: \"data_offsets\" {} do not lie in the {} bytes of data", source,
        to_string(offsets), file_size - data_start);
  const auto count = element_count(entry.shape);
  std::size_t bytes = 0;
  check(count && !__builtin_mul_overflow(*count, *element_bytes, &bytes) && bytes == offsets[1] - offsets[0],
        ErrorCode::kInvalidData, "{}: shape {} of {} does not take the {} bytes of its \"data_offsets\"", source,
        to_string(entry.shape), entry.type, offsets[1] - offsets[0]);
  entry.begin = data_start + offsets[0];
  entry.end = data_start + offsets[1];
  return entry;
}

/// The format allows neither gaps nor overlaps: hidden bytes would make one file mean two things.
void check_coverage(const SafeTensorsIndex& index, std::size_t data_start, std::size_t file_size,
                    std::string_view source) {
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  for (const auto& [name, entry] : index.tensors) ranges.emplace_back(entry.begin, entry.end);
  std::ranges::sort(ranges);
  std::size_t covered = data_start;
  for (const auto& [begin, end] : ranges) {
    check(begin == covered, ErrorCode::kInvalidData, "{}: the tensors {} at byte {}", source,
          begin < covered ? "overlap" : "leave a gap", std::min(begin, covered));
    covered = end;
  }
  check(covered == file_size, ErrorCode::kInvalidData, "{}: {} bytes follow the last tensor", source,
        file_size - covered);
}

void check_finite(std::span<const float> values, std::string_view name, std::string_view source) {
  if (const auto bad = find_non_finite(values))
    fail(ErrorCode::kInvalidData, "{}: tensor {} holds {} at index {}, expected finite values", source,
         emo3d::quote(name, kMaxName), values[*bad], *bad);
}

/// Values of type F32 (at any address), F16 or BF16 as float32.
std::vector<float> widened(std::span<const std::byte> bytes, std::string_view type) {
  if (type == "F32") {
    std::vector<float> values(bytes.size() / sizeof(float));
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  std::vector<float> values(bytes.size() / sizeof(std::uint16_t));
  const bool half = type == "F16";
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, bytes.data() + i * sizeof bits, sizeof bits);
    values[i] = half ? widen_half(bits) : widen_bfloat16(bits);
  }
  return values;
}

}  // namespace

SafeTensorsIndex parse_safetensors(std::span<const std::byte> file, std::string_view source) {
  check(file.size() >= kLengthBytes, ErrorCode::kInvalidData, "{}: {} bytes are too few for a safetensors file", source,
        file.size());
  std::uint64_t header_bytes = 0;
  std::memcpy(&header_bytes, file.data(), kLengthBytes);
  check(header_bytes <= kMaxHeaderBytes && header_bytes <= file.size() - kLengthBytes, ErrorCode::kInvalidData,
        "{}: no safetensors file: a header of {} bytes does not fit in its {} bytes", source, header_bytes,
        file.size());
  const std::size_t data_start = kLengthBytes + header_bytes;
  const std::string_view text(reinterpret_cast<const char*>(file.data()) + kLengthBytes, header_bytes);
  const Json header = parse_json(text, source);
  check(header.is_object(), ErrorCode::kInvalidData, "{}: the header is not a JSON object", source);

  SafeTensorsIndex index;
  for (const auto& [name, value] : header.items()) {
    if (name == kMetadata) {
      check(value.is_object(), ErrorCode::kInvalidData, "{}: \"{}\" must be an object", source, kMetadata);
      for (const auto& [key, text_value] : value.items())
        index.metadata.emplace(key, string_member(value, key.c_str(), source));
      continue;
    }
    index.tensors.emplace(
        name, parse_entry(value, fmt::format("{}: tensor {}", source, emo3d::quote(name)), data_start, file.size()));
  }
  check_coverage(index, data_start, file.size(), source);
  return index;
}

SafeTensorsFile::SafeTensorsFile(const std::filesystem::path& path)
    : source_(path.string()), file_(path), index_(parse_safetensors(file_.bytes(), source_)) {}

const SafeTensorsEntry& SafeTensorsFile::entry(std::string_view name, std::span<const std::size_t> shape) const {
  const auto found = index_.tensors.find(name);
  check(found != index_.tensors.end(), ErrorCode::kInvalidData, "{}: tensor {} is missing, expected shape {}", source_,
        emo3d::quote(name, kMaxName), to_string(shape));
  check(std::ranges::equal(found->second.shape, shape), ErrorCode::kInvalidData,
        "{}: tensor {} has shape {}, expected {}", source_, emo3d::quote(name, kMaxName),
        to_string(found->second.shape), to_string(shape));
  return found->second;
}

TensorView SafeTensorsFile::tensor(std::string_view name, std::span<const std::size_t> shape) const {
  const SafeTensorsEntry& entry = this->entry(name, shape);
  check(entry.type == "F32", ErrorCode::kInvalidData, "{}: tensor {} is of type {}, expected F32", source_,
        emo3d::quote(name, kMaxName), entry.type);
  check(entry.begin % alignof(float) == 0, ErrorCode::kInvalidData, "{}: tensor {} starts at byte {}, not aligned to 4",
        source_, emo3d::quote(name, kMaxName), entry.begin);
  const auto* values = reinterpret_cast<const float*>(file_.bytes().data() + entry.begin);
  const std::span<const float> view(values, (entry.end - entry.begin) / sizeof(float));
  check_finite(view, name, source_);
  return {entry.shape, view};
}

Tensor SafeTensorsFile::load(std::string_view name, std::span<const std::size_t> shape) const {
  const SafeTensorsEntry& entry = this->entry(name, shape);
  if (entry.type == "F32" && entry.begin % alignof(float) == 0) return Tensor(tensor(name, shape));
  check(entry.type == "F32" || entry.type == "F16" || entry.type == "BF16", ErrorCode::kInvalidData,
        "{}: tensor {} is of type {}, expected F32, F16 or BF16", source_, emo3d::quote(name, kMaxName), entry.type);
  std::vector<float> values = widened(file_.bytes().subspan(entry.begin, entry.end - entry.begin), entry.type);
  check_finite(values, name, source_);
  return {entry.shape, std::move(values)};
}

std::string safetensors_header(const std::map<std::string, std::vector<std::size_t>>& shapes,
                               const std::map<std::string, std::string>& metadata, std::size_t min_bytes) {
  Json header = Json::object();
  if (!metadata.empty()) header[kMetadata] = metadata;
  std::size_t offset = 0;
  for (const auto& [name, shape] : shapes) {
    check(name != kMetadata, ErrorCode::kInvalidArgument, "a tensor cannot be called \"{}\"", kMetadata);
    const auto count = element_count(shape);
    std::size_t end = 0;
    check(count && !__builtin_mul_overflow(*count, sizeof(float), &end) && !__builtin_add_overflow(end, offset, &end),
          ErrorCode::kInvalidArgument, "tensor {}: shape {} is too large", emo3d::quote(name), to_string(shape));
    header[name] = {{"dtype", "F32"}, {"shape", shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  const std::size_t least = std::max(text.size(), min_bytes - std::min(min_bytes, kLengthBytes));
  text.resize((least + kLengthBytes - 1) / kLengthBytes * kLengthBytes, ' ');
  const std::uint64_t header_bytes = text.size();
  std::string file(kLengthBytes, '\0');
  std::memcpy(file.data(), &header_bytes, kLengthBytes);
  return file + text;
}

std::string to_safetensors(const std::map<std::string, TensorView>& tensors,
                           const std::map<std::string, std::string>& metadata) {
  std::map<std::string, std::vector<std::size_t>> shapes;
  for (const auto& [name, tensor] : tensors) {
    check(element_count(tensor.shape) == tensor.values.size(), ErrorCode::kInvalidArgument,
          "tensor {}: {} values do not fill shape {}", emo3d::quote(name), tensor.values.size(),
          to_string(tensor.shape));
    if (const auto bad = find_non_finite(tensor.values))
      fail(ErrorCode::kInvalidArgument, "tensor {} holds {} at index {}", emo3d::quote(name), tensor.values[*bad],
           *bad);
    shapes[name] = tensor.shape;
  }
  std::string file = safetensors_header(shapes, metadata);
  for (const auto& [name, tensor] : tensors)
    file.append(reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size_bytes());
  return file;
}

}  // namespace emo3d::nn
