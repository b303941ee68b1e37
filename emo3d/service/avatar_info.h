#pragma once

#include <filesystem>

#include "emo3d/base/json.h"

namespace emo3d::service {

/// What is in an avatar's file: path, vertices, triangles, pictures, and rig::to_json() of its coverage.
/// \throws Error as avatar::Avatar::load().
[[nodiscard]] OrderedJson avatar_info(const std::filesystem::path& avatar);

}  // namespace emo3d::service
