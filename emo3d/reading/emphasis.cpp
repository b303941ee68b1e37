#include "emo3d/reading/emphasis.h"

#include <algorithm>
#include <cstddef>

#include "emo3d/base/utf8.h"

namespace emo3d::reading {
namespace {

std::size_t longest_run(std::string_view text, char mark) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == mark ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

/// The share of words in capitals; 0 where fewer than two are.
float share_in_capitals(std::string_view text) {
  std::size_t words = 0;
  std::size_t loud = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_ascii_letter(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    bool capitals = true;
    for (; end < text.size() && is_ascii_letter(text[end]); ++end) capitals = capitals && is_ascii_upper(text[end]);
    if (end - i > 1) {
      ++words;
      if (capitals) ++loud;
    }
    i = end;
  }
  return loud < 2 ? 0.0f : static_cast<float>(loud) / static_cast<float>(words);
}

}  // namespace

bool draws_out(std::string_view text, std::string_view ignored) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i)
    if (is_ascii_letter(text[i]) && text[i] == text[i + 1] && text[i] == text[i + 2] &&
        ignored.find(text[i]) == std::string_view::npos)
      return true;
  return false;
}

float emphasis(std::string_view text) {
  constexpr float kPerMark = 0.25f, kMostMarks = 0.6f, kCapitals = 0.6f, kDrawnOut = 0.3f;
  const float marks = std::min(kMostMarks, kPerMark * static_cast<float>(longest_run(text, '!')));
  return std::min(1.0f, marks + kCapitals * share_in_capitals(text) + (draws_out(text, "w") ? kDrawnOut : 0.0f));
}

}  // namespace emo3d::reading
