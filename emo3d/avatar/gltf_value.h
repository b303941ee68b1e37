#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/base/json.h"

namespace emo3d::avatar {

class GltfItems;

/// A value in a glTF file's JSON together with its place ("avatar.glb: accessors[3].sparse"), so that every reader
/// checks types and names what is wrong. Refers to the document's JSON, which must outlive it. All functions throw
/// Error kInvalidData where a value is not what is asked for.
class GltfValue {
 public:
  GltfValue(const Json& json, std::string place) : json_(&json), place_(std::move(place)) {}

  [[nodiscard]] const Json& json() const { return *json_; }
  [[nodiscard]] const std::string& place() const { return place_; }

  /// The member `key`; absent where the object has none. \throws Error also where this is no object.
  [[nodiscard]] std::optional<GltfValue> find(const char* key) const;
  /// As find(). \throws Error also where it is missing.
  [[nodiscard]] GltfValue at(const char* key) const;
  /// The elements of the array `key`; none where it is missing.
  [[nodiscard]] GltfItems items(const char* key) const;
  /// Element `index` of the array `key`. \throws Error also where it is missing.
  [[nodiscard]] GltfValue item(const char* key, std::size_t index) const;
  /// The elements of this array.
  [[nodiscard]] GltfItems items() const;

  [[nodiscard]] std::size_t size() const;  ///< This, a non-negative integer.
  [[nodiscard]] float number() const;      ///< This, a number that is finite as a float.
  [[nodiscard]] std::string string() const;

  [[nodiscard]] std::size_t size(const char* key, std::size_t otherwise) const;
  [[nodiscard]] std::optional<std::size_t> find_size(const char* key) const;
  [[nodiscard]] float number(const char* key, float otherwise) const;
  [[nodiscard]] bool boolean(const char* key, bool otherwise) const;
  [[nodiscard]] std::string string(const char* key, std::string_view otherwise) const;
  /// `count` numbers, or none where the member is missing.
  [[nodiscard]] std::vector<float> numbers(const char* key, std::size_t count) const;
  /// The value at `key`/`next` such as extensions/VRMC_vrm; absent where one of them is.
  [[nodiscard]] std::optional<GltfValue> find(const char* key, const char* next) const;

 private:
  const Json* json_;
  std::string place_;
};

/// The elements of an array. Each is made when it is asked for: a file may have many millions of them.
class GltfItems {
 public:
  class Iterator {
   public:
    Iterator(const GltfItems& items, std::size_t index) : items_(&items), index_(index) {}
    [[nodiscard]] GltfValue operator*() const { return (*items_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const GltfItems* items_;
    std::size_t index_;
  };

  GltfItems() = default;
  /// \pre `array` is one
  GltfItems(const Json& array, std::string place) : array_(&array), place_(std::move(place)) {}

  [[nodiscard]] std::size_t size() const { return array_ == nullptr ? 0 : array_->size(); }
  /// \pre index < size()
  [[nodiscard]] GltfValue operator[](std::size_t index) const;
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, size()}; }

 private:
  const Json* array_ = nullptr;
  std::string place_;
};

}  // namespace emo3d::avatar
