#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace emo3d::reading {

/// One statement of a description: bytes [begin, end), without blanks and marks at its ends nor the word that joins it
/// to the one before.
struct Clause {
  std::size_t begin = 0, end = 0;
};

/// The clauses of `text` (lower case), in order, parted by marks and by words such as "while" and "but". "and" parts
/// them only where another statement follows ("smiles and closes her eyes"), not within one ("wide-eyed and pale",
/// "left and right eyebrow", "eyes and mouth open").
[[nodiscard]] std::vector<Clause> find_clauses(std::string_view text);

}  // namespace emo3d::reading
