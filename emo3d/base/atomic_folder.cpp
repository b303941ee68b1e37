#include "emo3d/base/atomic_folder.h"

#include <system_error>

#include "emo3d/base/error.h"

namespace emo3d {
namespace fs = std::filesystem;

void AtomicFolder::check_target(const fs::path& path) {
  const fs::path target = writable_path(path);
  std::error_code error;
  const fs::file_status before = fs::status(target, error);
  if (!fs::exists(before)) return;
  check(fs::is_directory(before), ErrorCode::kIo, "{}: cannot write: not a folder", path.string());
  const bool empty = fs::is_empty(target, error);
  check(!error, ErrorCode::kIo, "{}: cannot write: {}", path.string(), error.message());
  check(empty, ErrorCode::kIo, "{}: cannot write: the folder is not empty", path.string());
}

AtomicFolder::AtomicFolder(const fs::path& path)
    : path_((check_target(path), writable_path(path))),
      work_("." + path_.filename().string() + ".", path_.has_parent_path() ? path_.parent_path() : ".") {
  made_ = work_.path() / path_.filename();
  std::error_code error;
  fs::create_directory(made_, error);
  check(!error, ErrorCode::kIo, "{}: cannot write: {}", path_.string(), error.message());
}

void AtomicFolder::write(std::string_view name, std::string_view bytes) const { write_file(made_ / name, bytes); }

void AtomicFolder::commit() {
  std::error_code error;
  fs::rename(made_, path_, error);
  check(!error, ErrorCode::kIo, "{}: cannot write: {}", path_.string(), error.message());
}

}  // namespace emo3d
