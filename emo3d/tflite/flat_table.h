#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <flatbuffers/table.h>
#include <flatbuffers/verifier.h>

#include "emo3d/base/error.h"

namespace emo3d::tflite {

/// The bytes of an untrusted flatbuffer, on aligned memory, with the library's verifier over them.
class FlatBytes {
 public:
  /// Copies `bytes`; `name` is how errors call the file. \throws Error kInvalidData where there are too few or too
  /// many.
  FlatBytes(std::span<const std::byte> bytes, std::string name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const std::uint8_t* begin() const { return reinterpret_cast<const std::uint8_t*>(words_.data()); }
  [[nodiscard]] flatbuffers::Verifier& verifier() { return verifier_; }

  /// Throws Error kInvalidData naming the file, the place and `what` unless `sound`.
  void expect(bool sound, const std::uint8_t* place, std::string_view what) const {
    check(sound, ErrorCode::kInvalidData, "{}: byte {}: {} lies outside of the file or is not aligned", name_,
          place - begin(), what);
  }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t size_;
  std::string name_;
  flatbuffers::Verifier verifier_;
};

/// A table of a FlatBytes. Fields are named by their number in the format's schema; whatever is read is checked to lie
/// within the bytes first. \throws Error kInvalidData naming file and place from every member.
class FlatTable {
 public:
  /// The root, whose identifier ("TFL3") is checked.
  static FlatTable root(FlatBytes& bytes, const char* identifier);

  template <typename T>
  [[nodiscard]] T scalar(std::uint16_t field, T fallback) const {
    const auto offset = offset_of(field);
    if (offset == 0) return fallback;
    bytes_->expect(bytes_->verifier().VerifyField<T>(place(), offset, sizeof(T)), place(), "a field");
    return table_->GetField<T>(slot(field), fallback);
  }

  /// The values of a vector field, none where it is absent.
  template <typename T>
  [[nodiscard]] std::span<const T> vector(std::uint16_t field) const {
    const auto* vector = pointer<flatbuffers::Vector<T>>(field);
    if (vector == nullptr) return {};
    bytes_->expect(bytes_->verifier().VerifyVector(vector), place(), "a vector");
    return {reinterpret_cast<const T*>(vector->Data()), vector->size()};
  }

  [[nodiscard]] bool has(std::uint16_t field) const { return offset_of(field) != 0; }
  [[nodiscard]] std::string_view text(std::uint16_t field) const;
  [[nodiscard]] std::optional<FlatTable> table(std::uint16_t field) const;
  [[nodiscard]] std::vector<FlatTable> tables(std::uint16_t field) const;
  /// How many tables() gives.
  [[nodiscard]] std::size_t count(std::uint16_t field) const { return vector<flatbuffers::uoffset_t>(field).size(); }

 private:
  FlatTable(FlatBytes& bytes, const std::uint8_t* place);

  static flatbuffers::voffset_t slot(std::uint16_t field) {
    return static_cast<flatbuffers::voffset_t>((field + 2U) * sizeof(flatbuffers::voffset_t));
  }
  [[nodiscard]] const std::uint8_t* place() const { return reinterpret_cast<const std::uint8_t*>(table_); }
  [[nodiscard]] flatbuffers::voffset_t offset_of(std::uint16_t field) const {
    return table_->GetOptionalFieldOffset(slot(field));
  }
  template <typename T>
  [[nodiscard]] const T* pointer(std::uint16_t field) const {
    const auto offset = offset_of(field);
    if (offset == 0) return nullptr;
    bytes_->expect(bytes_->verifier().VerifyOffset(place(), offset) != 0, place(), "what a field points to");
    return table_->GetPointer<const T*>(slot(field));
  }

  FlatBytes* bytes_;
  const flatbuffers::Table* table_;
};

}  // namespace emo3d::tflite
