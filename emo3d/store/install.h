#pragma once

#include <filesystem>
#include <string>

#include "emo3d/store/manifest.h"

namespace emo3d::store {

/// Copies an asset's files, by their names, from a folder that a user has; or its only file, whatever its name.
/// \throws Error kNotFound or kInvalidData naming what is missing or has another size than the manifest says.
void copy_files(const Asset& asset, const std::filesystem::path& from, const std::filesystem::path& folder);

/// Puts the folder `made` in the place of `folder`, readable for all; where that fails, what was there before is put
/// back. \throws Error kIo.
void install(const std::filesystem::path& made, const std::filesystem::path& folder);

}  // namespace emo3d::store
