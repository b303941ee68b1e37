#include "emo3d/reading/description.h"

#include <algorithm>
#include <array>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"

namespace emo3d::reading {
namespace {

constexpr std::array<std::pair<char32_t, char>, 4> kStraight{
    {{0x2018, '\''}, {0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'}}};

bool is_blank(char32_t c) {
  return c <= 0x20 || c == 0x7F || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

}  // namespace

void check_description(std::string_view text) {
  constexpr auto kCode = ErrorCode::kInvalidArgument;
  check(!text.empty(), kCode, "the description is empty");
  // Four bytes a character at most: a text of any size is refused before it is read.
  check(text.size() <= 4 * kMaxDescriptionCharacters, kCode,
        "the description has {} bytes, more than the {} characters allowed", text.size(), kMaxDescriptionCharacters);
  const std::size_t nul = text.find('\0');
  check(nul == std::string_view::npos, kCode, "the description {} has a NUL byte at offset {}", quote(text), nul);
  if (const auto invalid = find_invalid_utf8(text))
    fail(kCode, "the description {} is not valid UTF-8 at offset {}", quote(text), *invalid);
  std::size_t characters = 0;
  bool blank = true;
  for (std::size_t i = 0; i < text.size(); ++characters) {
    const Utf8Char c = decode_utf8(text.substr(i));
    blank = blank && is_blank(c.code_point);
    i += c.length;
  }
  check(!blank, kCode, "the description is blank");
  check(characters <= kMaxDescriptionCharacters, kCode, "the description has {} characters, more than the {} allowed",
        characters, kMaxDescriptionCharacters);
}

std::string plain_text(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Utf8Char c = decode_utf8(text.substr(i));
    const std::string_view bytes = text.substr(i, c.length);
    i += c.length;
    const auto straight = std::ranges::find(kStraight, c.code_point, &std::pair<char32_t, char>::first);
    if (c.valid && is_blank(c.code_point)) {
      if (!result.empty() && result.back() != ' ') result += ' ';
    } else if (c.valid && straight != kStraight.end()) {
      result += straight->second;
    } else if (bytes.size() == 1 && bytes[0] >= 'A' && bytes[0] <= 'Z') {
      result += static_cast<char>(bytes[0] - 'A' + 'a');
    } else {
      result += bytes;
    }
  }
  while (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

}  // namespace emo3d::reading
