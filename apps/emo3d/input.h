#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::cli {

/// How messages call an input: its path, or "standard input" for "-".
[[nodiscard]] std::string input_name(const std::filesystem::path& input);

/// All bytes of a file, a pipe, or standard input ("-"), at most 1 GiB. \throws Error kNotFound, kIo or kInvalidData.
[[nodiscard]] std::string read_input(const std::filesystem::path& input);

struct InputLine {
  std::size_t number = 0;  ///< From 1 on.
  std::string text;
};

/// The lines of an input that are not blank, without their ends. \throws Error as read_input().
[[nodiscard]] std::vector<InputLine> read_lines(const std::filesystem::path& input);

/// Whether a line is a whole JSON object. Lines of more than 1 MiB are not looked at.
[[nodiscard]] bool is_json_object(std::string_view line);

/// Whether a text is JSONL and not JSON: an object on its first line, and more after it.
[[nodiscard]] bool is_json_lines(std::string_view text);

}  // namespace emo3d::cli
