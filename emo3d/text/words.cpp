#include "emo3d/text/words.h"

#include <unicode/uchar.h>

#include "emo3d/text/sides.h"

namespace emo3d::text {
namespace {

constexpr char32_t kEllipsis = 0x2026;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Words without their joints ("doesn", "t") and marks; a lone hyphen is a mark.
std::vector<Word> find_parts(std::string_view text) {
  std::vector<Word> parts;
  bool in_word = false;
  for (std::size_t i = 0; i < text.size();) {
    const Utf8Char c = decode_utf8(text.substr(i));
    const std::size_t end = i + c.length;
    const bool sign = text[i] == '&' || text[i] == '+';
    const bool is_word = is_word_character(c);
    if (is_word && in_word) {
      parts.back().end = end;
    } else if (is_word || sign || is_mark(text.substr(i))) {
      parts.push_back({{}, i, end, !is_word && !sign});
    }
    in_word = is_word;
    i = end;
  }
  for (Word& part : parts) part.text = text.substr(part.begin, part.end - part.begin);
  return parts;
}

/// Where the word of part `at` goes on after one byte: the index of that part; `at` where it ends.
std::size_t next_part(const std::vector<Word>& parts, std::size_t at) {
  const std::size_t between = parts[at].end;
  std::size_t next = at + 1;
  if (next < parts.size() && parts[next].begin == between && parts[next].mark) ++next;
  const bool touches = next < parts.size() && parts[next].begin == between + 1 && !parts[next].mark && !parts[at].mark;
  return touches ? next : at;
}

/// Whether the byte between two parts makes them one word.
bool joins(const Word& before, char between, const Word& after) {
  if (between == '.') return is_digit(before.text.back()) && is_digit(after.text.front());
  return (between == '\'' || between == '-') && !find_side(before.text) && !find_side(after.text);
}

}  // namespace

bool is_word_character(const Utf8Char& c) {
  if (!c.valid) return false;
  const auto code_point = static_cast<UChar32>(c.code_point);
  if (code_point < 0x80)
    return (code_point >= 'a' && code_point <= 'z') || (code_point >= '0' && code_point <= '9') || code_point == '_' ||
           (code_point >= 'A' && code_point <= 'Z');
  return u_isalnum(code_point) || (U_GET_GC_MASK(code_point) & U_GC_M_MASK) != 0;
}

bool is_mark(std::string_view text) {
  if (text.empty()) return false;
  const Utf8Char c = decode_utf8(text);
  if (c.length == 1) return std::string_view(",;:.!?()-").find(text[0]) != std::string_view::npos;
  return c.code_point == kEllipsis || (U_GET_GC_MASK(static_cast<UChar32>(c.code_point)) & U_GC_PD_MASK) != 0;
}

std::vector<Word> find_words(std::string_view text) {
  const std::vector<Word> parts = find_parts(text);
  std::vector<Word> words;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Word word = parts[i];
    std::size_t next = next_part(parts, i);
    while (next != i && joins(parts[i], text[word.end], parts[next])) {
      i = next;
      word.end = parts[i].end;
      next = next_part(parts, i);
    }
    // a hyphen beside a side ("left-hand") parts words, but not clauses
    if (next == i + 2 && text[word.end] == '-') ++i;
    if (is_digit(text[word.end - 1]) && text.substr(word.end).starts_with('%')) ++word.end;
    word.text = text.substr(word.begin, word.end - word.begin);
    words.push_back(word);
  }
  return words;
}

}  // namespace emo3d::text
