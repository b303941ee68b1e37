#include "emo3d/landmark/task_bundle.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "emo3d/base/error.h"

namespace emo3d::landmark {
namespace {

constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kDirectorySignature = 0x02014b50;
constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kDirectoryBytes = 46;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kMaxComment = 0xFFFF;
constexpr std::uint32_t kZip64 = 0xFFFFFFFF;
constexpr unsigned kEncrypted = 1;

/// Little-endian fields of a record whose bytes are known to be there.
class Record {
 public:
  explicit Record(std::span<const std::byte> bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint32_t u16(std::size_t at) const {
    return std::to_integer<std::uint32_t>(bytes_[at]) | std::to_integer<std::uint32_t>(bytes_[at + 1]) << 8;
  }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const { return u16(at) | u16(at + 2) << 16; }
  [[nodiscard]] std::string text(std::size_t at, std::size_t size) const {
    return {reinterpret_cast<const char*>(bytes_.data()) + at, size};
  }

 private:
  std::span<const std::byte> bytes_;
};

/// Where the end record starts: the last place whose comment ends with the bytes.
std::size_t find_end(std::span<const std::byte> bytes, const std::string& source) {
  check(bytes.size() >= kEndBytes, ErrorCode::kInvalidData, "{}: {} bytes are no .task bundle", source, bytes.size());
  const std::size_t last = bytes.size() - kEndBytes;
  const std::size_t first = last - std::min(last, kMaxComment);
  for (std::size_t at = last + 1; at-- > first;) {
    const Record record(bytes.subspan(at));
    if (record.u32(0) == kEndSignature && at + kEndBytes + record.u16(20) == bytes.size()) return at;
  }
  fail(ErrorCode::kInvalidData, "{}: not a .task bundle: no end of a ZIP directory", source);
}

/// The central directory, and how many bytes stand in front of the archive.
struct Directory {
  std::span<const std::byte> bytes;
  std::size_t entries = 0;
  std::size_t archive_start = 0;
};

Directory find_directory(std::span<const std::byte> bytes, const std::string& source) {
  const std::size_t end = find_end(bytes, source);
  const Record record(bytes.subspan(end));
  check(record.u16(4) == 0 && record.u16(6) == 0 && record.u16(8) == record.u16(10), ErrorCode::kInvalidData,
        "{}: a ZIP archive on several disks is not supported", source);
  const std::size_t size = record.u32(12);
  const std::size_t offset = record.u32(16);
  check(size != kZip64 && offset != kZip64, ErrorCode::kInvalidData, "{}: ZIP64 is not supported", source);
  check(size <= end && offset <= end - size, ErrorCode::kInvalidData,
        "{}: ZIP directory of {} bytes at {}, but it ends at {}", source, size, offset, end);
  return {bytes.subspan(end - size, size), record.u16(10), end - size - offset};
}

/// The bytes that a record of the directory tells of; `files` is the archive up to its directory.
std::span<const std::byte> stored_bytes(const Record& record, std::span<const std::byte> files, const std::string& name,
                                        const std::string& where) {
  check((record.u16(8) & kEncrypted) == 0, ErrorCode::kInvalidData, "{}: is encrypted", where);
  check(record.u16(10) == 0, ErrorCode::kInvalidData, "{}: is compressed by method {}; entries must be stored", where,
        record.u16(10));
  const std::size_t size = record.u32(24);
  check(record.u32(20) == size, ErrorCode::kInvalidData, "{}: stored as {} bytes, but holds {}", where, record.u32(20),
        size);
  const std::size_t start = record.u32(42);
  check(start <= files.size() && files.size() - start >= kLocalBytes, ErrorCode::kInvalidData,
        "{}: starts at {}, outside the archive", where, start);
  const auto local = files.subspan(start);
  const Record header(local);
  const std::size_t header_size = kLocalBytes + name.size() + header.u16(28);
  check(header.u32(0) == kLocalSignature && header.u16(8) == 0 && header.u16(26) == name.size() &&
            header_size <= local.size() && header.text(kLocalBytes, name.size()) == name,
        ErrorCode::kInvalidData, "{}: its local header at {} does not fit the directory", where, start);
  check(size <= local.size() - header_size, ErrorCode::kInvalidData, "{}: {} bytes at {} reach past the archive", where,
        size, start + header_size);
  return local.subspan(header_size, size);
}

}  // namespace

TaskBundle::TaskBundle(std::span<const std::byte> bytes, std::string source) : source_(std::move(source)) {
  const Directory directory = find_directory(bytes, source_);
  const auto archive = bytes.subspan(directory.archive_start);
  const auto files = archive.first(static_cast<std::size_t>(directory.bytes.data() - archive.data()));
  std::size_t at = 0;
  for (std::size_t i = 0; i < directory.entries; ++i) {
    const auto rest = directory.bytes.subspan(at);
    check(rest.size() >= kDirectoryBytes, ErrorCode::kInvalidData, "{}: ZIP directory ends within entry {}", source_,
          i);
    const Record record(rest);
    const std::size_t name_size = record.u16(28);
    const std::size_t record_size = kDirectoryBytes + name_size + record.u16(30) + record.u16(32);
    check(record.u32(0) == kDirectorySignature && record_size <= rest.size(), ErrorCode::kInvalidData,
          "{}: ZIP directory is damaged at entry {}", source_, i);
    const std::string name = record.text(kDirectoryBytes, name_size);
    const std::string where = source_ + ": " + quote(name);
    const Entry entry{stored_bytes(record, files, name, where), record.u32(16)};
    check(entries_.try_emplace(name, entry).second, ErrorCode::kInvalidData, "{}: is there twice", where);
    at += record_size;
  }
}

std::span<const std::byte> TaskBundle::entry(std::string_view name) const {
  const auto found = entries_.find(name);
  check(found != entries_.end(), ErrorCode::kInvalidData, "{}: holds no {}", source_, name);
  const auto [bytes, expected] = found->second;
  const auto actual = ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  check(actual == expected, ErrorCode::kInvalidData, "{}: {}: CRC-32 {:08x}, not {:08x}: the file is damaged", source_,
        name, actual, expected);
  return bytes;
}

}  // namespace emo3d::landmark
