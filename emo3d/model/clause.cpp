#include "emo3d/model/clause.h"

#include <algorithm>
#include <array>

namespace emo3d::model {
namespace {

constexpr auto kPossessives = std::to_array<std::string_view>({"his", "her", "their", "its", "my", "your", "our"});
constexpr auto kClauseWords = std::to_array<std::string_view>({"and", "while", "but", "then", "whereas", "with"});
constexpr std::string_view kMarks = ",;:.!?()";

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || c == '-'; }

}  // namespace

std::size_t distance(Extent a, Extent b) {
  if (a.end <= b.begin) return b.begin - a.end;
  if (b.end <= a.begin) return a.begin - b.end;
  return 0;
}

std::vector<Clause> find_clauses(std::string_view text) {
  const std::vector<SideWord> sides = find_side_words(text);
  std::vector<Clause> result(1);
  std::size_t next_side = 0;
  // no word runs over a side ("left'right"), so each step ends at most where the next side begins, and moves on
  const auto limit = [&] { return next_side < sides.size() ? sides[next_side].begin : text.size(); };
  for (std::size_t i = 0; i < text.size();) {
    if (next_side < sides.size() && sides[next_side].begin == i) {
      const SideWord& side = sides[next_side++];
      i = side.end;
      while (i < limit() && is_word_byte(text[i]) && text[i] != '-') ++i;
      result.back().push_back({"*", side.side, side.begin, i});
    } else if (is_word_byte(text[i])) {
      const std::size_t begin = i++;
      while (i < limit() && is_word_byte(text[i])) ++i;
      const std::string_view word = text.substr(begin, i - begin);
      const bool joins_sides = word == "and" && !result.back().empty() && result.back().back().side &&
                               next_side < sides.size() && sides[next_side].begin <= i + 5;
      if (one_of(kClauseWords, word) && !joins_sides) {
        result.emplace_back();
      } else if (word != "-") {
        result.back().push_back({std::string(one_of(kPossessives, word) ? "the" : word), std::nullopt, begin, i});
      }
    } else {
      if (kMarks.find(text[i]) != std::string_view::npos) result.emplace_back();
      ++i;
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
