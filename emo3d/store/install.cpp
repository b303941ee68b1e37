#include "emo3d/store/install.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <system_error>

#include "emo3d/base/error.h"
#include "emo3d/store/contents.h"

namespace emo3d::store {
namespace fs = std::filesystem;
namespace {

void copy_one(const fs::path& from, const fs::path& to) {
  std::error_code error;
  check(fs::is_regular_file(from, error), ErrorCode::kInvalidData, "{}: not a file", from.string());
  fs::copy_file(from, to, error);
  check(!error, ErrorCode::kIo, "{}: cannot copy: {}", from.string(), error.message());
}

/// The file of an asset that is complete with one file.
const AssetFile& only_file(const Asset& asset, const fs::path& from) {
  const auto needed = [](const AssetFile& file) { return !file.optional; };
  check(std::ranges::count_if(asset.files, needed) == 1, ErrorCode::kInvalidArgument,
        "{}: {} is made of several files; give the folder that holds them", from.string(), asset.name);
  return *std::ranges::find_if(asset.files, needed);
}

}  // namespace

void copy_files(const Asset& asset, const fs::path& from, const fs::path& folder) {
  std::error_code error;
  const fs::file_status status = fs::status(from, error);
  check(fs::exists(status), ErrorCode::kNotFound, "{}: no such file or folder", from.string());
  const auto refuse = [](const fs::path& path, const std::optional<std::string>& fault) {
    if (fault) fail(ErrorCode::kInvalidData, "{}: {}", path.string(), *fault);
  };
  if (!fs::is_directory(status)) {
    const AssetFile& file = only_file(asset, from);
    if (fs::is_regular_file(status)) refuse(from, size_fault_at(from, file));  // before gigabytes are copied
    return copy_one(from, folder / file.name);
  }
  for (const AssetFile& file : asset.files) {
    const fs::path path = from / file.name;
    if (file.optional && !fs::exists(path, error)) continue;
    refuse(path, size_fault(from, file, std::nullopt));
    copy_one(path, folder / file.name);
  }
}

void install(const fs::path& made, const fs::path& folder) {
  std::error_code error;
  fs::permissions(made,
                  fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read |
                      fs::perms::others_exec,
                  error);
  check(!error, ErrorCode::kIo, "{}: {}", made.string(), error.message());
  const fs::path old = folder.parent_path() / fmt::format(".{}.old.{}", folder.filename().string(), ::getpid());
  fs::remove_all(old, error);
  const bool replaces = fs::exists(folder, error);
  if (replaces) fs::rename(folder, old, error);
  if (!error) fs::rename(made, folder, error);
  if (error && replaces) {  // what was there stays
    std::error_code ignored;
    fs::rename(old, folder, ignored);
  }
  check(!error, ErrorCode::kIo, "{}: cannot put the pulled files in place: {}", folder.string(), error.message());
  fs::remove_all(old, error);
}

}  // namespace emo3d::store
