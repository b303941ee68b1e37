#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::store {

/// A file of an asset as it was when it was pulled.
struct PulledFile {
  std::string name;
  std::uint64_t size = 0;
  std::string sha256;
  bool is_checked = false;  ///< Its contents were compared with the manifest's checksum, or with the host's.
};

/// Where an asset's files came from and what they were: lies beside them, so that those which the manifest has no
/// checksum of can be verified later.
struct PullRecord {
  std::string source;    ///< As describe() says it, or the path it was copied from.
  std::string revision;  ///< The commit that the host named; empty elsewhere.
  std::vector<PulledFile> files;

  /// Nothing where that file was not pulled.
  [[nodiscard]] const PulledFile* find(std::string_view name) const;
};

/// Reads `<folder>/.pulled.json`; nothing where there is none, or none that can be read.
[[nodiscard]] std::optional<PullRecord> read_record(const std::filesystem::path& folder);
/// \throws Error kIo.
void write_record(const std::filesystem::path& folder, const PullRecord& record);

}  // namespace emo3d::store
