#include "emo3d/text/sides.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "emo3d/base/utf8.h"
#include "emo3d/text/words.h"

namespace emo3d::text {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSides{{
    {"left", "right"},
    {"leftward", "rightward"},
    {"leftwards", "rightwards"},
    {"leftmost", "rightmost"},
    {"lefthand", "righthand"},
    {"lefthanded", "righthanded"},
}};

/// How the names of channels with sides begin: "mouthSmileLeft".
constexpr std::array<std::string_view, 6> kChannelBeginnings{"brow", "cheek", "eye", "jaw", "mouth", "nose"};

char to_upper(char c) { return is_ascii_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

std::optional<std::string_view> counterpart(std::string_view lower_case) {
  for (const auto& [left, right] : kSides) {
    if (lower_case == left) return right;
    if (lower_case == right) return left;
  }
  return std::nullopt;
}

std::string mirror_word(std::string_view word) {
  const std::string lower = lower_ascii(word);
  if (const auto side = find_side(lower); side && *side > 0)
    return std::string(word.substr(0, *side)) + mirror_word(word.substr(*side));
  const auto other = counterpart(lower);
  if (!other) return std::string(word);
  std::string result(*other);
  if (std::ranges::all_of(word, is_ascii_upper)) {
    std::ranges::transform(result, result.begin(), to_upper);
  } else if (is_ascii_upper(word[0]) && std::ranges::none_of(word.substr(1), is_ascii_upper)) {
    result[0] = to_upper(result[0]);
  }
  return result;
}

}  // namespace

std::optional<std::size_t> find_side(std::string_view word) {
  if (counterpart(word)) return 0;
  const std::string_view side = word.ends_with(kSides[0].first) ? kSides[0].first : kSides[0].second;
  if (!word.ends_with(side)) return std::nullopt;
  const std::string_view beginning = word.substr(0, word.size() - side.size());
  const bool is_channel = std::ranges::any_of(kChannelBeginnings, [&](auto b) { return beginning.starts_with(b); }) &&
                          std::ranges::all_of(beginning, [](char c) { return c >= 'a' && c <= 'z'; });
  return is_channel ? std::optional(beginning.size()) : std::nullopt;
}

std::string mirror_sides(std::string_view text) {
  std::string result;
  result.reserve(text.size() + 16);
  std::size_t word_start = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    const Utf8Char c = decode_utf8(text.substr(i));
    if (!is_word_character(c)) {
      result += mirror_word(text.substr(word_start, i - word_start));
      result += text.substr(i, c.length);
      word_start = i + c.length;
    }
    i += c.length;
  }
  return result + mirror_word(text.substr(word_start));
}

}  // namespace emo3d::text
