#pragma once

#include <filesystem>
#include <string_view>

#include "emo3d/base/file.h"

namespace emo3d {

/// A folder of files under construction: filled under a temporary name beside `path`, it takes its name with commit();
/// without that it vanishes with the object.
class AtomicFolder {
 public:
  /// Makes sure that a folder can be made at `path`: its parent exists, and nothing but an empty folder stands there.
  /// \throws Error kIo naming `path`.
  static void check_target(const std::filesystem::path& path);

  /// \throws Error kIo as check_target(), and where the parent cannot be written.
  explicit AtomicFolder(const std::filesystem::path& path);

  /// Any number of threads may write different files. `name` has no folders. \throws Error kIo.
  void write(std::string_view name, std::string_view bytes) const;
  /// \throws Error kIo naming the path.
  void commit();

 private:
  std::filesystem::path path_;
  TemporaryDirectory work_;
  std::filesystem::path made_;  ///< Inside `work_`; unlike that it has the permissions of any new folder.
};

}  // namespace emo3d
