#include "emo3d/reading/word_list.h"

#include <algorithm>
#include <charconv>

#include "emo3d/base/error.h"

namespace emo3d::reading {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<DataLine> read_data_lines(std::string_view data) {
  std::vector<DataLine> lines;
  std::string_view section;
  for (const std::string_view line : split(data, '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with('[') && line.ends_with(']')) {
      section = line.substr(1, line.size() - 2);
    } else {
      lines.push_back({section, line});
    }
  }
  return lines;
}

float read_number(std::string_view text) {
  float value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  check(error == std::errc() && end == text.data() + text.size(), ErrorCode::kInvalidData, "{} is not a number",
        quote(text));
  return value;
}

}  // namespace emo3d::reading
