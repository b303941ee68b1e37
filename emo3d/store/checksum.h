#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace emo3d::store {

/// SHA-256 of a file's contents as 64 lower-case hexadecimal digits. \throws Error kNotFound or kIo.
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& path);

/// The name that git gives a file's contents, 40 lower-case hexadecimal digits: SHA-1 of "blob SIZE", a zero byte and
/// the contents (git's documentation, "Git Objects"). Hugging Face states it for files outside large file storage.
/// \throws Error kNotFound or kIo.
[[nodiscard]] std::string git_blob_of_file(const std::filesystem::path& path);

/// True for 64, or 40, lower-case hexadecimal digits.
[[nodiscard]] bool is_sha256(std::string_view text);
[[nodiscard]] bool is_git_name(std::string_view text);

}  // namespace emo3d::store
