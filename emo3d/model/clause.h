#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/model/side_words.h"

/// A description in clauses, as the search for facial actions reads it.
namespace emo3d::model {

/// Some consecutive words of a clause, or bytes of a text: [begin, end).
struct Extent {
  std::size_t begin, end;
};

/// How many words lie between two extents; 0 where they touch or overlap.
[[nodiscard]] std::size_t distance(Extent a, Extent b);

struct Word {
  std::string text;  ///< "the" for a possessive, "*" for a side.
  std::optional<Side> side;
  std::size_t begin = 0, end = 0;  ///< Bytes of the description.
};

using Clause = std::vector<Word>;

/// The clauses of `text` (lower case), parted by marks and by words such as "while"; some may be empty. "and" between
/// two sides ("left and right eyebrow") joins them; elsewhere it parts clauses.
[[nodiscard]] std::vector<Clause> find_clauses(std::string_view text);

/// The words in `extent` with single blanks between.
[[nodiscard]] std::string join(const Clause& clause, Extent extent);

}  // namespace emo3d::model
