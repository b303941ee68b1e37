#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace emo3d {

/// One field of a Protocol Buffers message.
struct ProtoField {
  enum class Kind { kVarint, kFixed64, kBytes, kFixed32 };
  std::uint32_t number = 0;
  Kind kind = Kind::kVarint;
  std::uint64_t value = 0;           ///< kVarint, kFixed64, kFixed32.
  std::span<const std::byte> bytes;  ///< kBytes; a view into the message.
};

/// Walks the fields of one message (https://protobuf.dev/programming-guides/encoding). Every length is checked against
/// the message's end before it is used.
class ProtoReader {
 public:
  /// `source` (a file and a part of it) starts every error message. `message` must outlive the reader and its fields.
  ProtoReader(std::span<const std::byte> message, std::string source) : message_(message), source_(std::move(source)) {}

  /// The next field, or nothing at the end. \throws Error kInvalidData naming the offset of what is malformed.
  [[nodiscard]] std::optional<ProtoField> next();

 private:
  [[nodiscard]] std::uint64_t varint();
  [[nodiscard]] std::span<const std::byte> take(std::uint64_t count);

  std::span<const std::byte> message_;
  std::string source_;
  std::size_t at_ = 0;
};

}  // namespace emo3d
