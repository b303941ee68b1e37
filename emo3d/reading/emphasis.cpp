#include "emo3d/reading/emphasis.h"

#include <algorithm>
#include <cstddef>

namespace emo3d::reading {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

std::size_t longest_run(std::string_view text, char mark) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == mark ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

/// A letter three times or more in a row; not "www".
bool draws_out(std::string_view text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i)
    if (is_letter(text[i]) && text[i] != 'w' && text[i] == text[i + 1] && text[i] == text[i + 2]) return true;
  return false;
}

/// The share of words in capitals; 0 where fewer than two are.
float share_in_capitals(std::string_view text) {
  std::size_t words = 0;
  std::size_t loud = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_letter(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    bool capitals = true;
    for (; end < text.size() && is_letter(text[end]); ++end) capitals = capitals && is_upper(text[end]);
    if (end - i > 1) {
      ++words;
      if (capitals) ++loud;
    }
    i = end;
  }
  return loud < 2 ? 0.0f : static_cast<float>(loud) / static_cast<float>(words);
}

}  // namespace

float emphasis(std::string_view text) {
  constexpr float kPerMark = 0.25f, kMostMarks = 0.6f, kCapitals = 0.6f, kDrawnOut = 0.3f;
  const float marks = std::min(kMostMarks, kPerMark * static_cast<float>(longest_run(text, '!')));
  return std::min(1.0f, marks + kCapitals * share_in_capitals(text) + (draws_out(text) ? kDrawnOut : 0.0f));
}

}  // namespace emo3d::reading
