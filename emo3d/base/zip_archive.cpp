#include "emo3d/base/zip_archive.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "emo3d/base/error.h"

namespace emo3d {
namespace {

constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kDirectorySignature = 0x02014b50;
constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kDirectoryBytes = 46;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kMaxComment = 0xFFFF;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocatorSignature = 0x07064b50;
constexpr std::size_t kEnd64Bytes = 56;
constexpr std::size_t kLocatorBytes = 20;
/// Stand for a value that only a ZIP64 record has.
constexpr std::uint32_t kWide16 = 0xFFFF, kWide32 = 0xFFFFFFFF;
constexpr unsigned kEncrypted = 1;

/// Little-endian fields of a record whose bytes are known to be there.
class Record {
 public:
  explicit Record(std::span<const std::byte> bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint32_t u16(std::size_t at) const {
    return std::to_integer<std::uint32_t>(bytes_[at]) | std::to_integer<std::uint32_t>(bytes_[at + 1]) << 8;
  }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const { return u16(at) | u16(at + 2) << 16; }
  [[nodiscard]] std::uint64_t u64(std::size_t at) const { return u32(at) | std::uint64_t{u32(at + 4)} << 32; }
  [[nodiscard]] std::string text(std::size_t at, std::size_t size) const {
    return {reinterpret_cast<const char*>(bytes_.data()) + at, size};
  }

 private:
  std::span<const std::byte> bytes_;
};

/// Where the end record starts: the last place whose comment ends with the bytes.
std::size_t find_end(std::span<const std::byte> bytes, const std::string& source) {
  check(bytes.size() >= kEndBytes, ErrorCode::kInvalidData, "{}: {} bytes are no ZIP archive", source, bytes.size());
  const std::size_t last = bytes.size() - kEndBytes;
  const std::size_t first = last - std::min(last, kMaxComment);
  for (std::size_t at = last + 1; at-- > first;) {
    const Record record(bytes.subspan(at));
    if (record.u32(0) == kEndSignature && at + kEndBytes + record.u16(20) == bytes.size()) return at;
  }
  fail(ErrorCode::kInvalidData, "{}: not a ZIP archive: it has no end of a directory", source);
}

/// The central directory, and how many bytes stand in front of the archive.
struct Directory {
  std::span<const std::byte> bytes;
  std::uint64_t entries = 0;
  std::size_t archive_start = 0;
};

/// What an end record says, of either kind.
struct EndRecord {
  std::size_t place = 0;  ///< Where it starts, which is where the directory ends.
  std::uint64_t entries = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;
};

/// The ZIP64 end record whose locator stands in front of the end record `end`; `end` itself where there is none.
EndRecord widen(std::span<const std::byte> bytes, const EndRecord& end, const std::string& source) {
  if (end.place < kLocatorBytes || Record(bytes.subspan(end.place - kLocatorBytes)).u32(0) != kLocatorSignature) {
    check(end.size != kWide32 && end.offset != kWide32, ErrorCode::kInvalidData, "{}: ZIP64 sizes, but no ZIP64 record",
          source);
    return end;
  }
  check(end.place >= kLocatorBytes + kEnd64Bytes, ErrorCode::kInvalidData, "{}: ZIP64 record is missing", source);
  const std::size_t place = end.place - kLocatorBytes - kEnd64Bytes;
  const Record record(bytes.subspan(place));
  check(record.u32(0) == kEnd64Signature && record.u64(4) == kEnd64Bytes - 12, ErrorCode::kInvalidData,
        "{}: no ZIP64 record of {} bytes in front of its locator", source, kEnd64Bytes);
  check(record.u32(16) == 0 && record.u32(20) == 0 && record.u64(24) == record.u64(32), ErrorCode::kInvalidData,
        "{}: a ZIP archive on several disks is not supported", source);
  const EndRecord wide{.place = place, .entries = record.u64(32), .size = record.u64(40), .offset = record.u64(48)};
  const bool same = (end.entries == wide.entries || end.entries == kWide16) &&
                    (end.size == wide.size || end.size == kWide32) &&
                    (end.offset == wide.offset || end.offset == kWide32);
  check(same, ErrorCode::kInvalidData, "{}: the ZIP64 record contradicts the end of the directory", source);
  return wide;
}

Directory find_directory(std::span<const std::byte> bytes, const std::string& source) {
  const std::size_t place = find_end(bytes, source);
  const Record record(bytes.subspan(place));
  check(record.u16(4) == 0 && record.u16(6) == 0 && record.u16(8) == record.u16(10), ErrorCode::kInvalidData,
        "{}: a ZIP archive on several disks is not supported", source);
  const EndRecord end = widen(
      bytes, {.place = place, .entries = record.u16(10), .size = record.u32(12), .offset = record.u32(16)}, source);
  check(end.size <= end.place && end.offset <= end.place - end.size, ErrorCode::kInvalidData,
        "{}: ZIP directory of {} bytes at {}, but it ends at {}", source, end.size, end.offset, end.place);
  const std::size_t start = end.place - static_cast<std::size_t>(end.size);
  return {bytes.subspan(start, static_cast<std::size_t>(end.size)), end.entries,
          start - static_cast<std::size_t>(end.offset)};
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
  check(size != kWide32 && start != kWide32, ErrorCode::kInvalidData, "{}: entries of 4 GiB are not supported", where);
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

/// Overlapping entries would make a small file much work.
void check_apart(std::vector<std::pair<std::span<const std::byte>, std::string_view>> entries,
                 const std::string& source) {
  std::erase_if(entries, [](const auto& entry) { return entry.first.empty(); });
  std::ranges::sort(entries, {}, [](const auto& entry) { return entry.first.data(); });
  for (std::size_t i = 1; i < entries.size(); ++i)
    check(entries[i - 1].first.data() + entries[i - 1].first.size() <= entries[i].first.data(), ErrorCode::kInvalidData,
          "{}: {} and {} overlap", source, quote(entries[i - 1].second), quote(entries[i].second));
}

}  // namespace

ZipArchive::ZipArchive(std::span<const std::byte> bytes, std::string source) : source_(std::move(source)) {
  const Directory directory = find_directory(bytes, source_);
  const auto archive = bytes.subspan(directory.archive_start);
  const auto files = archive.first(static_cast<std::size_t>(directory.bytes.data() - archive.data()));
  std::size_t at = 0;
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
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
  std::vector<std::pair<std::span<const std::byte>, std::string_view>> places;
  for (const auto& [name, entry] : entries_) places.emplace_back(entry.bytes, name);
  check_apart(std::move(places), source_);
}

std::vector<std::string_view> ZipArchive::names() const {
  std::vector<std::string_view> names;
  for (const auto& [name, entry] : entries_) names.emplace_back(name);
  return names;
}

std::span<const std::byte> ZipArchive::entry(std::string_view name) const {
  const auto found = entries_.find(name);
  check(found != entries_.end(), ErrorCode::kInvalidData, "{}: holds no {}", source_, name);
  const auto [bytes, expected] = found->second;
  const auto actual = ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  check(actual == expected, ErrorCode::kInvalidData, "{}: {}: CRC-32 {:08x}, not {:08x}: the file is damaged", source_,
        name, actual, expected);
  return bytes;
}

}  // namespace emo3d
