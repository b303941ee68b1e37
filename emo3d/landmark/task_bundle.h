#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "emo3d/base/file.h"

namespace emo3d::landmark {

/// The files inside untrusted bytes of a MediaPipe `.task` bundle: a ZIP archive whose entries are stored, so that they
/// are used where they lie. Found through the end-of-central-directory record (APPNOTE.TXT 6.3.10, 4.3.16): published
/// bundles have bytes of something else in front of the archive.
class TaskBundle {
 public:
  /// Keeps views into `bytes`, which must outlive the object. `source` starts every error message.
  /// \throws Error kInvalidData naming the field or entry: no end record, several disks, ZIP64, a compressed or
  /// encrypted entry, one outside the bytes, two of one name, a local header that says otherwise than the directory.
  TaskBundle(std::span<const std::byte> bytes, std::string source);

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

}  // namespace emo3d::landmark
