#include "emo3d/base/proto_reader.h"

#include <bit>
#include <cstring>

#include "emo3d/base/error.h"

namespace emo3d {

static_assert(std::endian::native == std::endian::little, "fixed-width fields are read as little-endian");

std::uint64_t ProtoReader::varint() {
  const std::size_t start = at_;
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    check(at_ < message_.size(), ErrorCode::kInvalidData, "{}: truncated number at byte {}", source_, start);
    const auto byte = std::to_integer<std::uint64_t>(message_[at_++]);
    value |= (byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  fail(ErrorCode::kInvalidData, "{}: number longer than 10 bytes at byte {}", source_, start);
}

std::span<const std::byte> ProtoReader::take(std::uint64_t count) {
  const std::size_t left = message_.size() - at_;
  check(count <= left, ErrorCode::kInvalidData, "{}: field of {} bytes at byte {}, but only {} are left", source_,
        count, at_, left);
  const auto bytes = message_.subspan(at_, static_cast<std::size_t>(count));
  at_ += bytes.size();
  return bytes;
}

std::optional<ProtoField> ProtoReader::next() {
  if (at_ == message_.size()) return std::nullopt;
  const std::size_t start = at_;
  const std::uint64_t key = varint();
  constexpr std::uint64_t kLargestFieldNumber = (1u << 29) - 1;
  check((key >> 3) >= 1 && (key >> 3) <= kLargestFieldNumber, ErrorCode::kInvalidData,
        "{}: field number {} at byte {} is not allowed", source_, key >> 3, start);
  ProtoField field;
  field.number = static_cast<std::uint32_t>(key >> 3);
  switch (key & 7) {
    case 0:
      field.kind = ProtoField::Kind::kVarint;
      field.value = varint();
      break;
    case 1: {
      field.kind = ProtoField::Kind::kFixed64;
      std::memcpy(&field.value, take(8).data(), 8);
      break;
    }
    case 2:
      field.kind = ProtoField::Kind::kBytes;
      field.bytes = take(varint());
      break;
    case 5: {
      field.kind = ProtoField::Kind::kFixed32;
      std::memcpy(&field.value, take(4).data(), 4);
      break;
    }
    default:
      fail(ErrorCode::kInvalidData, "{}: wire type {} at byte {} is not supported", source_, key & 7, start);
  }
  return field;
}

}  // namespace emo3d
