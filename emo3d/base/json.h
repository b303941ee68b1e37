#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace emo3d {

using Json = nlohmann::json;
/// Keeps keys in the order they were written; for files that people read.
using OrderedJson = nlohmann::ordered_json;

/// Parses untrusted JSON; `source` (a path or "request") starts the error message.
/// \throws Error kInvalidData with line and column (of a text of one line the column only), also where nesting is
/// deeper than 64, where a name stands twice in one object, and saying what the text is where it is of another kind.
[[nodiscard]] Json parse_json(std::string_view text, std::string_view source);

/// Reads and parses a JSON file of at most `max_bytes`.
[[nodiscard]] Json read_json(const std::filesystem::path& path, std::size_t max_bytes = std::size_t{64} << 20);

/// The member `key` of the object `object`. \throws Error kInvalidData where it is missing or `object` is no object.
[[nodiscard]] const Json& member(const Json& object, const char* key, std::string_view source);
/// The string member `key`. \throws Error kInvalidData.
[[nodiscard]] std::string string_member(const Json& object, const char* key, std::string_view source);
/// The non-negative integer member `key`. \throws Error kInvalidData.
[[nodiscard]] std::size_t size_member(const Json& object, const char* key, std::string_view source);

}  // namespace emo3d
