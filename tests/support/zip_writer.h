#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// ZIP archives of stored entries that tests write themselves, sound ones and others.
namespace emo3d::testing {

/// The bytes of `value`, the lowest first.
inline std::string little_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
  return text;
}

struct ZipEntry {
  std::string name;
  std::string bytes;
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
  std::int64_t size_change = 0;  ///< Added to the size that the directory tells.
  std::int64_t start_change = 0;
  std::string local_name = {};  ///< The name in the local header, where it is another one.
  std::size_t padding = 0;      ///< Bytes of an extra field in front of the data.
};

/// The ZIP64 end record and its locator, for a directory of `size` bytes at `start`.
inline std::string zip64_end(std::uint64_t entries, std::uint64_t size, std::uint64_t start) {
  return little_endian(0x06064b50, 4) + little_endian(44, 8) + little_endian(45, 2) + little_endian(45, 2) +
         little_endian(0, 8) + little_endian(entries, 8) + little_endian(entries, 8) + little_endian(size, 8) +
         little_endian(start, 8) + little_endian(0x07064b50, 4) + little_endian(0, 4) + little_endian(start + size, 8) +
         little_endian(1, 4);
}

/// \param zip64 writes the ZIP64 records too, as PyTorch always does.
inline std::string zip_of(const std::vector<ZipEntry>& entries, std::string_view comment = {}, bool zip64 = false) {
  std::string files;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    const auto crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(entry.bytes.data()), entry.bytes.size());
    const std::uint64_t size = entry.bytes.size() + static_cast<std::uint64_t>(entry.size_change);
    const std::string shared = little_endian(entry.flags, 2) + little_endian(entry.method, 2) + little_endian(0, 4) +
                               little_endian(crc, 4) + little_endian(size, 4) + little_endian(size, 4) +
                               little_endian(entry.name.size(), 2);
    const std::uint64_t start = files.size() + static_cast<std::uint64_t>(entry.start_change);
    files += little_endian(0x04034b50, 4) + little_endian(20, 2) + shared + little_endian(entry.padding, 2) +
             (entry.local_name.empty() ? entry.name : entry.local_name) + std::string(entry.padding, '\0') +
             entry.bytes;
    directory += little_endian(0x02014b50, 4) + little_endian(20, 2) + little_endian(20, 2) + shared +
                 std::string(12, '\0') + little_endian(start, 4) + entry.name;
  }
  const std::string wide = zip64 ? zip64_end(entries.size(), directory.size(), files.size()) : "";
  return files + directory + wide + little_endian(0x06054b50, 4) + little_endian(0, 4) +
         little_endian(entries.size(), 2) + little_endian(entries.size(), 2) + little_endian(directory.size(), 4) +
         little_endian(files.size(), 4) + little_endian(comment.size(), 2) + std::string(comment);
}

}  // namespace emo3d::testing
