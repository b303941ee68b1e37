#include "emo3d/base/atomic_folder.h"

#include <system_error>

#include "emo3d/base/error.h"

namespace emo3d {
namespace fs = std::filesystem;
namespace {

/// "out/head/" and "out/head" name the same folder; a link stays and its target is made.
fs::path resolved(const fs::path& path) {
  const fs::path named = path.has_filename() ? path : path.parent_path();
  std::error_code ignored;
  return fs::is_symlink(named, ignored) ? fs::weakly_canonical(named, ignored) : named;
}

fs::path parent_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

}  // namespace

void AtomicFolder::check_target(const fs::path& path) {
  const fs::path target = resolved(path);
  check(target.has_filename(), ErrorCode::kIo, "\"{}\": cannot write: names no folder", path.string());
  std::error_code error;
  check(fs::is_directory(parent_of(target), error), ErrorCode::kIo, "{}: cannot write: there is no folder {}",
        path.string(), parent_of(target).string());
  const fs::file_status before = fs::status(target, error);
  if (!fs::exists(before)) return;
  check(fs::is_directory(before), ErrorCode::kIo, "{}: cannot write: not a folder", path.string());
  const bool empty = fs::is_empty(target, error);
  check(!error, ErrorCode::kIo, "{}: cannot write: {}", path.string(), error.message());
  check(empty, ErrorCode::kIo, "{}: cannot write: the folder is not empty", path.string());
}

AtomicFolder::AtomicFolder(const fs::path& path)
    : path_((check_target(path), resolved(path))), work_("." + path_.filename().string() + ".", parent_of(path_)) {
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
