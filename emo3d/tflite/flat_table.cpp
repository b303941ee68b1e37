#include "emo3d/tflite/flat_table.h"

#include <cstring>

#include <flatbuffers/buffer.h>
#include <flatbuffers/string.h>

namespace emo3d::tflite {
namespace {

/// A root offset and the identifier.
constexpr std::size_t kMinBytes = 8;
constexpr std::size_t kMaxBytes = std::size_t{256} << 20;

std::size_t checked_size(std::size_t size, const std::string& name) {
  check(size > kMinBytes && size <= kMaxBytes, ErrorCode::kInvalidData, "{}: {} bytes, expected {} to {}", name, size,
        kMinBytes + 1, kMaxBytes);
  return size;
}

}  // namespace

FlatBytes::FlatBytes(std::span<const std::byte> bytes, std::string name)
    : words_((checked_size(bytes.size(), name) + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t)),
      size_(bytes.size()),
      name_(std::move(name)),
      verifier_(begin(), size_) {
  std::memcpy(words_.data(), bytes.data(), bytes.size());
}

FlatTable::FlatTable(FlatBytes& bytes, const std::uint8_t* place)
    : bytes_(&bytes), table_(reinterpret_cast<const flatbuffers::Table*>(place)) {
  bytes.expect(bytes.verifier().VerifyTableStart(place), place, "a table");
  bytes.verifier().EndTable();
}

FlatTable FlatTable::root(FlatBytes& bytes, const char* identifier) {
  check(flatbuffers::BufferHasIdentifier(bytes.begin(), identifier), ErrorCode::kInvalidData,
        "{}: not a TensorFlow Lite model (identifier {} is missing)", bytes.name(), identifier);
  const auto offset = bytes.verifier().VerifyOffset(0);
  bytes.expect(offset != 0, bytes.begin(), "the root");
  return {bytes, bytes.begin() + offset};
}

std::string_view FlatTable::text(std::uint16_t field) const {
  const auto* string = pointer<flatbuffers::String>(field);
  if (string == nullptr) return {};
  bytes_->expect(bytes_->verifier().VerifyString(string), place(), "a text");
  return {string->c_str(), string->size()};
}

std::optional<FlatTable> FlatTable::table(std::uint16_t field) const {
  const auto* place = pointer<std::uint8_t>(field);
  if (place == nullptr) return std::nullopt;
  return FlatTable(*bytes_, place);
}

std::vector<FlatTable> FlatTable::tables(std::uint16_t field) const {
  std::vector<FlatTable> tables;
  for (const flatbuffers::uoffset_t& offset : vector<flatbuffers::uoffset_t>(field)) {
    const auto* place = reinterpret_cast<const std::uint8_t*>(&offset);
    const auto distance = bytes_->verifier().VerifyOffset(static_cast<std::size_t>(place - bytes_->begin()));
    bytes_->expect(distance != 0, place, "a table of a vector");
    tables.push_back(FlatTable(*bytes_, place + distance));
  }
  return tables;
}

}  // namespace emo3d::tflite
