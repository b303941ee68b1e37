#include "emo3d/avatar/gltf_accessor.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "emo3d/base/error.h"

namespace emo3d::avatar {
namespace {

/// glTF 2.0, accessor.componentType.
enum class Component : std::uint16_t {
  kByte = 5120,
  kUnsignedByte = 5121,
  kShort = 5122,
  kUnsignedShort = 5123,
  kUnsignedInt = 5125,
  kFloat = 5126
};

Component component_type(const GltfValue& value) {
  const std::size_t code = value.at("componentType").size();
  const bool known = (code >= 5120 && code <= 5123) || code == 5125 || code == 5126;
  check(known, ErrorCode::kInvalidData, "{}: componentType {} is unknown", value.place(), code);
  return static_cast<Component>(code);
}

std::size_t byte_size(Component component) {
  switch (component) {
    case Component::kByte:
    case Component::kUnsignedByte:
      return 1;
    case Component::kShort:
    case Component::kUnsignedShort:
      return 2;
    case Component::kUnsignedInt:
    case Component::kFloat:
      break;
  }
  return 4;
}

const char* type_name(GltfType type) {
  switch (type) {
    case GltfType::kScalar:
      return "SCALAR";
    case GltfType::kVec2:
      return "VEC2";
    case GltfType::kVec3:
      return "VEC3";
    case GltfType::kVec4:
      return "VEC4";
    case GltfType::kMat4:
      break;
  }
  return "MAT4";
}

template <typename T>
T load(const char* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

/// Fractions of glTF 2.0, "Animations": c / 127 and so on, the lowest signed code limited to -1.
template <typename T>
float fraction(const char* from, bool normalized) {
  const auto value = static_cast<float>(load<T>(from));
  return normalized ? std::max(value / static_cast<float>(std::numeric_limits<T>::max()), -1.0f) : value;
}

float load_number(const char* from, Component component, bool normalized) {
  switch (component) {
    case Component::kByte:
      return fraction<std::int8_t>(from, normalized);
    case Component::kUnsignedByte:
      return fraction<std::uint8_t>(from, normalized);
    case Component::kShort:
      return fraction<std::int16_t>(from, normalized);
    case Component::kUnsignedShort:
      return fraction<std::uint16_t>(from, normalized);
    case Component::kUnsignedInt:
      return static_cast<float>(load<std::uint32_t>(from));
    case Component::kFloat:
      break;
  }
  return load<float>(from);
}

std::uint32_t load_integer(const char* from, Component component) {
  if (component == Component::kUnsignedByte) return load<std::uint8_t>(from);
  if (component == Component::kUnsignedShort) return load<std::uint16_t>(from);
  return load<std::uint32_t>(from);
}

/// Elements that lie `stride` bytes apart, all inside a buffer.
struct Elements {
  const char* first = nullptr;  ///< Null where there are none.
  std::size_t stride = 0;
};

/// `count` elements of `size` bytes from "byteOffset" of `value` in its "bufferView".
Elements elements(const GltfDocument& document, const GltfValue& value, std::size_t count, std::size_t size) {
  const GltfView view = document.view(value.at("bufferView").size());
  const std::size_t offset = value.size("byteOffset", 0);
  const std::size_t stride = view.stride == 0 ? size : view.stride;
  check(stride >= size, ErrorCode::kInvalidData, "{}: byteStride {} is less than an element's {} bytes", value.place(),
        stride, size);
  // count is limited, so the product cannot overflow.
  const std::size_t span = count == 0 ? 0 : (count - 1) * stride + size;
  check(offset <= view.bytes.size() && span <= view.bytes.size() - offset, ErrorCode::kInvalidData,
        "{}: byteOffset {} and {} elements of {} bytes reach out of the buffer view of {} bytes", value.place(), offset,
        count, stride, view.bytes.size());
  return {view.bytes.data() + offset, stride};
}

struct Accessor {
  GltfValue value;
  Component component;
  std::size_t count;
  std::size_t components;
};

Accessor open_accessor(const GltfDocument& document, std::size_t index, GltfType type) {
  const GltfValue value = document.item("accessors", index);
  const std::string stored = value.at("type").string();
  check(stored == type_name(type), ErrorCode::kInvalidData, "{}: type {}, expected {}", value.place(), quote(stored),
        type_name(type));
  Accessor accessor{value, component_type(value), element_count(document, index), static_cast<std::size_t>(type)};
  document.spend(accessor.count * accessor.components + kGltfItemWork, value.place());
  return accessor;
}

/// Ascending indices below `limit` of the elements that a sparse accessor replaces.
std::vector<std::uint32_t> sparse_indices(const GltfDocument& document, const GltfValue& sparse, std::size_t limit) {
  const std::size_t count = sparse.at("count").size();
  check(count <= limit, ErrorCode::kInvalidData, "{}: count {} of {} elements", sparse.place(), count, limit);
  const GltfValue value = sparse.at("indices");
  const Component component = component_type(value);
  check(component == Component::kUnsignedByte || component == Component::kUnsignedShort ||
            component == Component::kUnsignedInt,
        ErrorCode::kInvalidData, "{}: indices must be unsigned integers", value.place());
  const Elements from = elements(document, value, count, byte_size(component));
  std::vector<std::uint32_t> indices(count);
  for (std::size_t i = 0; i < count; ++i) {
    indices[i] = load_integer(from.first + i * from.stride, component);
    check(indices[i] < limit && (i == 0 || indices[i - 1] < indices[i]), ErrorCode::kInvalidData,
          "{}: index {} at {} does not ascend below {}", value.place(), indices[i], i, limit);
  }
  return indices;
}

/// Calls `load` with the bytes and the place of each component: the dense elements, then the sparse ones over them.
template <typename Load>
void for_each_component(const GltfDocument& document, const Accessor& accessor, const Load& load) {
  const std::size_t unit = byte_size(accessor.component), size = unit * accessor.components;
  const auto load_element = [&](const char* from, std::size_t element) {
    for (std::size_t c = 0; c < accessor.components; ++c) load(from + c * unit, element * accessor.components + c);
  };
  if (accessor.value.find("bufferView")) {
    const Elements dense = elements(document, accessor.value, accessor.count, size);
    for (std::size_t i = 0; i < accessor.count; ++i) load_element(dense.first + i * dense.stride, i);
  }
  if (const auto sparse = accessor.value.find("sparse")) {
    const std::vector<std::uint32_t> indices = sparse_indices(document, *sparse, accessor.count);
    const Elements values = elements(document, sparse->at("values"), indices.size(), size);
    for (std::size_t i = 0; i < indices.size(); ++i) load_element(values.first + i * values.stride, indices[i]);
  }
}

}  // namespace

std::size_t element_count(const GltfDocument& document, std::size_t accessor) {
  const GltfValue value = document.item("accessors", accessor);
  const std::size_t count = value.at("count").size();
  check(count >= 1 && count <= kMaxGltfElements, ErrorCode::kInvalidData, "{}: count {} is not in [1,{}]",
        value.place(), count, kMaxGltfElements);
  return count;
}

std::vector<float> read_numbers(const GltfDocument& document, std::size_t index, GltfType type) {
  const Accessor accessor = open_accessor(document, index, type);
  const bool normalized = accessor.value.boolean("normalized", false);
  std::vector<float> numbers(accessor.count * accessor.components);
  for_each_component(document, accessor, [&](const char* from, std::size_t at) {
    numbers[at] = load_number(from, accessor.component, normalized);
    check(std::isfinite(numbers[at]), ErrorCode::kInvalidData, "{}: element {} is not a finite number",
          accessor.value.place(), at / accessor.components);
  });
  return numbers;
}

std::vector<rig::Vec3> read_vectors(const GltfDocument& document, std::size_t index) {
  const std::vector<float> numbers = read_numbers(document, index, GltfType::kVec3);
  std::vector<rig::Vec3> vectors(numbers.size() / 3);
  for (std::size_t i = 0; i < vectors.size(); ++i)
    vectors[i] = {numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]};
  return vectors;
}

std::vector<std::uint32_t> read_integers(const GltfDocument& document, std::size_t index, GltfType type) {
  const Accessor accessor = open_accessor(document, index, type);
  const Component c = accessor.component;
  const bool whole = c == Component::kUnsignedByte || c == Component::kUnsignedShort ||
                     (c == Component::kUnsignedInt && type == GltfType::kScalar);
  check(whole && !accessor.value.boolean("normalized", false), ErrorCode::kInvalidData,
        "{}: expected unsigned integers", accessor.value.place());
  std::vector<std::uint32_t> integers(accessor.count * accessor.components);
  for_each_component(document, accessor,
                     [&](const char* from, std::size_t at) { integers[at] = load_integer(from, c); });
  return integers;
}

}  // namespace emo3d::avatar
