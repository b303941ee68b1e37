#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d {

/// The files inside untrusted bytes of a ZIP archive whose entries are stored, so that they are used where they lie: a
/// MediaPipe `.task` bundle, a PyTorch checkpoint. Found through the end-of-central-directory record (APPNOTE.TXT
/// 6.3.10, 4.3.16), or the ZIP64 one where there is one (4.3.14), as PyTorch always writes it: published bundles have
/// bytes of something else in front of the archive.
class ZipArchive {
 public:
  /// Keeps views into `bytes`, which must outlive the object. `source` starts every error message.
  /// \throws Error kInvalidData naming the field or entry: no end record, several disks, an entry of 4 GiB or more, a
  /// compressed or encrypted entry, one outside the bytes, two of one name or that overlap, a local header that says
  /// otherwise than the directory.
  ZipArchive(std::span<const std::byte> bytes, std::string source);

  /// The names of all entries, sorted; views that live as long as the object.
  [[nodiscard]] std::vector<std::string_view> names() const;
  [[nodiscard]] bool contains(std::string_view name) const { return entries_.contains(name); }
  /// The bytes of an entry. \throws Error kInvalidData where there is none, or its CRC-32 is wrong.
  [[nodiscard]] std::span<const std::byte> entry(std::string_view name) const;

 private:
  struct Entry {
    std::span<const std::byte> bytes;
    std::uint32_t crc32;
  };
  std::string source_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace emo3d
