#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::service {

/// A text that stands in a file.
struct TextLine {
  std::string text;      ///< UTF-8, at most 16 MiB.
  std::size_t line = 0;  ///< From 1 on; 0 where it comes from no file.
  std::string source{};  ///< The file, for messages.

  /// "lines.txt: line 3", or the text itself where it comes from no file.
  [[nodiscard]] std::string place() const;
};

/// Every line of a file, without its end; also empty ones between others, so that results are of as many lines as the
/// file has. A byte order mark at the start is left out.
/// \throws Error kInvalidArgument naming `source`, and the line where it is no UTF-8 or too long; also where no line
/// holds anything.
[[nodiscard]] std::vector<TextLine> parse_text_lines(std::string_view bytes, const std::string& source);

/// The member "text" of each line of a JSONL file; blank lines are passed over.
/// \throws Error kInvalidData or kInvalidArgument naming `source` and line.
[[nodiscard]] std::vector<TextLine> parse_json_text_lines(std::string_view bytes, const std::string& source);

}  // namespace emo3d::service
