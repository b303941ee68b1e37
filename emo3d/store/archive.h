#pragma once

#include <filesystem>
#include <span>

#include "emo3d/store/manifest.h"

namespace emo3d::store {

/// Writes the listed members of a compressed tar archive to `folder` under their asset names. Nothing else is unpacked,
/// and no member beyond its listed size. \throws Error kInvalidData naming the archive and the missing or oversized
/// member.
void extract(const std::filesystem::path& archive, std::span<const AssetFile> files,
             const std::filesystem::path& folder);

}  // namespace emo3d::store
