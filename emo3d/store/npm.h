#pragma once

#include <filesystem>
#include <string>

namespace emo3d::store {

/// Runs `npm pack PACKAGE` (whatever registry npm is configured for) and returns the archive it leaves in `folder`.
/// \throws Error kUnavailable where npm is not installed or fails, with npm's own last line.
[[nodiscard]] std::filesystem::path npm_pack(const std::string& package, const std::filesystem::path& folder);

}  // namespace emo3d::store
