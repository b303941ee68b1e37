#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace emo3d::reading {

/// `text` without blanks at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// The parts of `text` between `separator`s, trimmed; empty parts are kept.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// Whether `word` stands in `list`.
template <typename List>
[[nodiscard]] bool one_of(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != std::ranges::end(list);
}

/// One line of a word list: which "[section]" it stands in (empty before the first) and its text.
struct DataLine {
  std::string_view section;
  std::string_view text;
};

/// The lines of a word list without comments ("# ..."), section titles and blank lines. The views point into `data`.
[[nodiscard]] std::vector<DataLine> read_data_lines(std::string_view data);

/// A number of a word list. \throws Error kInvalidData quoting `text` where it is none.
[[nodiscard]] float read_number(std::string_view text);

}  // namespace emo3d::reading
