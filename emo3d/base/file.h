#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace emo3d {

/// Reads a whole file; refuses one larger than `max_bytes` before allocating.
/// \throws Error kNotFound, kIo, or kInvalidData where it is too large.
[[nodiscard]] std::string read_file(const std::filesystem::path& path, std::size_t max_bytes = std::size_t{1} << 30);

/// The extension of a file's name in small letters, as the formats are known by: ".png" of "a.PNG".
[[nodiscard]] std::string extension_of(const std::filesystem::path& path);

/// Where a file or folder that is to appear at `path` is really made: without a slash at the end, and at the target
/// where `path` is a link. \throws Error kIo naming `path` unless the folder around that place can be written.
[[nodiscard]] std::filesystem::path writable_path(const std::filesystem::path& path);

/// Writes `bytes` to a temporary file beside `path`, then renames it: readers see the old file or the whole new one.
/// \throws Error kIo naming `path`; nothing is left behind.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// Writes all of `bytes` to an open descriptor, over interruptions and partial writes. Gives how many were written:
/// fewer than all where it failed, for the cause that errno then holds.
[[nodiscard]] std::size_t write_all(int descriptor, std::string_view bytes);

/// A file under construction: written under a temporary name beside `path`, it takes its name with commit(); without
/// that it vanishes with the object, and what stood at `path` before stays.
class AtomicFile {
 public:
  /// \throws Error kIo naming `path`.
  explicit AtomicFile(const std::filesystem::path& path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  void append(std::string_view bytes);
  /// Where the bytes are until commit(), for a program that is to write them.
  [[nodiscard]] const std::string& temporary_path() const { return temporary_; }
  void commit();

 private:
  [[noreturn]] void give_up();

  std::filesystem::path path_;
  std::string temporary_;
  int fd_ = -1;
};

/// A file mapped read-only into memory. Move-only; the bytes live as long as the object.
class MappedFile {
 public:
  MappedFile() = default;
  /// \throws Error kNotFound or kIo.
  explicit MappedFile(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::span<const std::byte> bytes() const { return {data_, size_}; }
  /// Lets the system have the memory that holds the bytes; they are read again when they are used.
  void release_memory() const;

 private:
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

/// A directory that is removed with its contents when the object goes.
class TemporaryDirectory {
 public:
  /// Creates `<parent>/<prefix>XXXXXX`, in the system's temporary directory where `parent` is empty.
  explicit TemporaryDirectory(std::string_view prefix = "emo3d-", const std::filesystem::path& parent = {});
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Where the small files that ship with emo3d (the head, the default model, the manifest) lie: `EMO3D_DATA`, else
/// `../share/emo3d` beside the running program, else the installed place, else the source tree's `models/`.
/// \throws Error kUnavailable where none exists.
[[nodiscard]] std::filesystem::path data_directory();

}  // namespace emo3d
