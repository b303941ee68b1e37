#include "emo3d/model/clause.h"

#include <algorithm>
#include <array>

#include "emo3d/text/words.h"

namespace emo3d::model {
namespace {

constexpr auto kPossessives = std::to_array<std::string_view>({"his", "her", "their", "its", "my", "your", "our"});
constexpr auto kClauseWords = std::to_array<std::string_view>({"and", "while", "but", "then", "whereas", "with"});

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

}  // namespace

std::size_t distance(Extent a, Extent b) {
  if (a.end <= b.begin) return b.begin - a.end;
  if (b.end <= a.begin) return a.begin - b.end;
  return 0;
}

std::vector<Clause> find_clauses(std::string_view text) {
  const std::vector<SideWord> sides = find_side_words(text);
  std::vector<Clause> result(1);
  auto side = sides.begin();
  for (const text::Word& word : text::find_words(text)) {
    if (side != sides.end() && side->begin == word.begin) {
      result.back().push_back({"*", side->side, word.begin, word.end});
      ++side;
      continue;
    }
    const bool joins_sides = word.text == "and" && !result.back().empty() && result.back().back().side &&
                             side != sides.end() && side->begin <= word.end + 5;
    if (word.mark || (one_of(kClauseWords, word.text) && !joins_sides)) {
      result.emplace_back();
    } else {
      result.back().push_back(
          {std::string(one_of(kPossessives, word.text) ? "the" : word.text), std::nullopt, word.begin, word.end});
    }
  }
  return result;
}

std::string join(const Clause& clause, Extent extent) {
  std::string words;
  for (std::size_t i = extent.begin; i < extent.end; ++i) {
    if (i > extent.begin) words += ' ';
    words += clause[i].text;
  }
  return words;
}

}  // namespace emo3d::model
