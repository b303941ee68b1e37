#pragma once

#include <filesystem>
#include <string>

namespace emo3d::store {

/// SHA-256 of a file's contents as 64 lower-case hexadecimal digits. \throws Error kNotFound or kIo.
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace emo3d::store
