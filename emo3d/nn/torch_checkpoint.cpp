#include "emo3d/nn/torch_checkpoint.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <mutex>

#include "emo3d/base/error.h"
#include "emo3d/base/half.h"

namespace emo3d::nn {
namespace {

/// Element `at` of a storage as float32.
float element(const TorchTensor& tensor, std::size_t at) {
  const std::byte* place = tensor.storage.data() + at * tensor.element_bytes;
  if (tensor.type == "F32") {
    float value = 0;
    std::memcpy(&value, place, sizeof value);
    return value;
  }
  if (tensor.type == "F64") {
    double value = 0;
    std::memcpy(&value, place, sizeof value);
    return static_cast<float>(value);
  }
  std::uint16_t bits = 0;
  std::memcpy(&bits, place, sizeof bits);
  return tensor.type == "F16" ? widen_half(bits) : std::bit_cast<float>(std::uint32_t{bits} << 16);
}

bool is_in_order(const TorchTensor& tensor) {
  std::size_t expected = 1;
  for (std::size_t d = tensor.shape.size(); d-- > 0;) {
    if (tensor.shape[d] != 1 && tensor.strides[d] != expected) return false;
    expected *= tensor.shape[d];
  }
  return true;
}

/// The elements in row-major order.
std::vector<float> gather(const TorchTensor& tensor, std::size_t count) {
  std::vector<float> values(count);
  std::vector<std::size_t> index(tensor.shape.size(), 0);
  std::size_t at = tensor.offset;
  for (float& value : values) {
    value = element(tensor, at);
    for (std::size_t d = index.size(); d-- > 0;) {
      at += tensor.strides[d];
      if (++index[d] < tensor.shape[d]) break;
      at -= tensor.strides[d] * tensor.shape[d];
      index[d] = 0;
    }
  }
  return values;
}

}  // namespace

/// Tensors that could not be used where they lie.
struct TorchCheckpoint::Copies {
  std::mutex mutex;
  std::map<std::string, std::vector<float>, std::less<>> values;
};

TorchCheckpoint::TorchCheckpoint(const std::filesystem::path& path)
    : source_(path.string()),
      file_(path),
      tensors_(parse_torch_checkpoint(file_.bytes(), source_)),
      copies_(std::make_shared<Copies>()) {}

TensorView TorchCheckpoint::tensor(std::string_view name, std::span<const std::size_t> shape) const {
  const auto found = tensors_.find(name);
  check(found != tensors_.end(), ErrorCode::kInvalidData, "{}: tensor {} is missing", source_, emo3d::quote(name));
  const TorchTensor& tensor = found->second;
  constexpr std::string_view kFloats[] = {"F32", "F16", "BF16", "F64"};
  check(std::ranges::find(kFloats, tensor.type) != std::end(kFloats), ErrorCode::kInvalidData,
        "{}: tensor {} is {}, expected F32, F16, BF16 or F64", source_, emo3d::quote(name), tensor.type);
  check(std::ranges::equal(tensor.shape, shape), ErrorCode::kInvalidData, "{}: tensor {} has shape {}, expected {}",
        source_, emo3d::quote(name), to_string(tensor.shape), to_string(shape));
  const std::size_t count = element_count(tensor.shape).value_or(0);  // it was checked
  std::span<const float> view;
  const std::byte* first = tensor.storage.data() + tensor.offset * tensor.element_bytes;
  if (tensor.type == "F32" && is_in_order(tensor) && std::bit_cast<std::uintptr_t>(first) % alignof(float) == 0) {
    view = {reinterpret_cast<const float*>(first), count};
  } else {
    const std::lock_guard lock(copies_->mutex);
    auto copy = copies_->values.find(name);
    if (copy == copies_->values.end()) copy = copies_->values.emplace(name, gather(tensor, count)).first;
    view = copy->second;  // nodes of a map stay where they are
  }
  if (const auto bad = find_non_finite(view))
    fail(ErrorCode::kInvalidData, "{}: tensor {} holds {} at index {}", source_, emo3d::quote(name), view[*bad], *bad);
  return {tensor.shape, view};
}

}  // namespace emo3d::nn
