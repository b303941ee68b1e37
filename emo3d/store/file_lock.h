#pragma once

#include <filesystem>
#include <functional>

namespace emo3d::store {

/// Keeps other processes, and other objects of this one, out as long as it lives. The lock goes with its process, so a
/// killed one leaves nothing behind that blocks; the empty file stays.
class FileLock {
 public:
  /// Waits for as long as another holds it, calling `waiting` about ten times a second; what that throws ends the wait.
  /// \throws Error kIo naming `path`.
  FileLock(const std::filesystem::path& path, const std::function<void()>& waiting);
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  int fd_ = -1;
};

}  // namespace emo3d::store
