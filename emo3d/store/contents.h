#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "emo3d/store/manifest.h"
#include "emo3d/store/pull_record.h"

namespace emo3d::store {

/// What is wrong with the presence and size of one file of a folder, without its name, by the manifest and, where that
/// does not say, by the record of the pull; nothing where all is well.
[[nodiscard]] std::optional<std::string> size_fault(const std::filesystem::path& folder, const AssetFile& file,
                                                    const std::optional<PullRecord>& record);

/// What is wrong with the size of the file at `path`, whatever its name there, by the manifest.
[[nodiscard]] std::optional<std::string> size_fault_at(const std::filesystem::path& path, const AssetFile& file);

/// What is wrong with the files of a folder, their contents too, in a line each with the path; empty where all is well.
[[nodiscard]] std::vector<std::string> faults_in(const std::filesystem::path& folder, const Asset& asset,
                                                 const std::optional<PullRecord>& record);

/// The record of an asset whose files lie in `folder`, computed from them.
/// \throws Error kInvalidData naming `source` and what differs from the manifest.
[[nodiscard]] PullRecord record_of(const std::filesystem::path& folder, const Asset& asset, const std::string& source);

}  // namespace emo3d::store
