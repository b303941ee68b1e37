#include "emo3d/avatar/gltf_value.h"

#include <cmath>

#include "emo3d/base/error.h"

namespace emo3d::avatar {

std::optional<GltfValue> GltfValue::find(const char* key) const {
  check(json_->is_object(), ErrorCode::kInvalidData, "{} must be an object", place_);
  const auto found = json_->find(key);
  if (found == json_->end()) return std::nullopt;
  return GltfValue(*found, place_ + (place_.ends_with(':') ? " " : ".") + key);
}

std::optional<GltfValue> GltfValue::find(const char* key, const char* next) const {
  const auto first = find(key);
  return first ? first->find(next) : std::nullopt;
}

GltfValue GltfValue::at(const char* key) const {
  auto found = find(key);
  check(found.has_value(), ErrorCode::kInvalidData, "{}{}{} is missing", place_, place_.ends_with(':') ? " " : ".",
        key);
  return *std::move(found);
}

GltfItems GltfValue::items() const {
  check(json_->is_array(), ErrorCode::kInvalidData, "{} must be an array", place_);
  return {*json_, place_};
}

GltfItems GltfValue::items(const char* key) const {
  const auto found = find(key);
  return found ? found->items() : GltfItems{};
}

GltfValue GltfItems::operator[](std::size_t index) const {
  return {(*array_)[index], fmt::format("{}[{}]", place_, index)};
}

GltfValue GltfValue::item(const char* key, std::size_t index) const {
  const GltfValue array = at(key);
  check(array.json().is_array() && index < array.json().size(), ErrorCode::kInvalidData, "{} has no element {}",
        array.place(), index);
  return {array.json()[index], fmt::format("{}[{}]", array.place(), index)};
}

std::size_t GltfValue::size() const {
  check(json_->is_number_unsigned(), ErrorCode::kInvalidData, "{} must be a non-negative integer", place_);
  return json_->get<std::size_t>();
}

float GltfValue::number() const {
  check(json_->is_number(), ErrorCode::kInvalidData, "{} must be a number", place_);
  const auto value = json_->get<double>();
  constexpr double kLargest = 3.4e38;
  check(std::abs(value) <= kLargest, ErrorCode::kInvalidData, "{}: {} is out of range", place_, value);
  return static_cast<float>(value);
}

std::string GltfValue::string() const {
  check(json_->is_string(), ErrorCode::kInvalidData, "{} must be a string", place_);
  return json_->get<std::string>();
}

std::optional<std::size_t> GltfValue::find_size(const char* key) const {
  const auto found = find(key);
  return found ? std::optional(found->size()) : std::nullopt;
}

std::size_t GltfValue::size(const char* key, std::size_t otherwise) const { return find_size(key).value_or(otherwise); }

float GltfValue::number(const char* key, float otherwise) const {
  const auto found = find(key);
  return found ? found->number() : otherwise;
}

bool GltfValue::boolean(const char* key, bool otherwise) const {
  const auto found = find(key);
  if (!found) return otherwise;
  check(found->json().is_boolean(), ErrorCode::kInvalidData, "{} must be true or false", found->place());
  return found->json().get<bool>();
}

std::string GltfValue::string(const char* key, std::string_view otherwise) const {
  const auto found = find(key);
  return found ? found->string() : std::string(otherwise);
}

std::vector<float> GltfValue::numbers(const char* key, std::size_t count) const {
  const auto found = find(key);
  if (!found) return {};
  const GltfItems items = found->items();
  check(items.size() == count, ErrorCode::kInvalidData, "{} has {} numbers, expected {}", found->place(), items.size(),
        count);
  std::vector<float> values;
  values.reserve(count);
  for (const GltfValue item : items) values.push_back(item.number());
  return values;
}

}  // namespace emo3d::avatar
