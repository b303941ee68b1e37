#include "emo3d/text/bert_words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "emo3d/text/code_points.h"

namespace emo3d::text {
namespace {

/// The blocks of ideographs that are words by themselves.
bool is_chinese(char32_t c) {
  struct Range {
    char32_t first, last;
  };
  constexpr std::array<Range, 8> kRanges = {{{0x4E00, 0x9FFF},
                                             {0x3400, 0x4DBF},
                                             {0x20000, 0x2A6DF},
                                             {0x2A700, 0x2B73F},
                                             {0x2B740, 0x2B81F},
                                             {0x2B920, 0x2CEAF},
                                             {0xF900, 0xFAFF},
                                             {0x2F800, 0x2FA1F}}};
  return std::ranges::any_of(kRanges, [c](const Range& r) { return c >= r.first && c <= r.last; });
}

/// Whether Hugging Face's tokenizers know the character's category: their tables are those of Unicode 8.
bool has_known_category(char32_t c) {
  constexpr std::uint8_t kNewest = 8;
  UVersionInfo age;
  u_charAge(static_cast<UChar32>(c), age);
  return age[0] <= kNewest;
}

bool is_dropped(char32_t c) {
  if (c == '\t' || c == '\n' || c == '\r') return false;
  if (c < 0x7F) return c < 0x20;
  constexpr std::uint32_t kOther = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK;
  return c == 0xFFFD || ((U_MASK(u_charType(static_cast<UChar32>(c))) & kOther) != 0 && has_known_category(c));
}

bool is_mark_word(char32_t c) {
  constexpr std::string_view kAscii = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
  if (c < 0x80) return kAscii.find(static_cast<char>(c)) != std::string_view::npos;
  return is_punctuation(c) && has_known_category(c);
}

std::u32string without_accents(const std::u32string& text) {
  if (std::ranges::all_of(text, [](char32_t c) { return c < 0x80; })) return text;
  std::u32string decomposed = to_code_points(nfd(to_utf8(text)));
  std::erase_if(decomposed, [](char32_t c) { return is_nonspacing_mark(c) && has_known_category(c); });
  return decomposed;
}

void append_lower_case(std::string& utf8, char32_t c) {
  if (c == 0x130) {  // the one capital whose small form is two characters
    append_utf8(utf8, 'i');
    append_utf8(utf8, 0x307);
  } else {
    append_utf8(utf8, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
  }
}

}  // namespace

std::vector<std::string> bert_words(std::string_view utf8, const BertCleaning& cleaning) {
  std::u32string text = to_code_points(utf8);
  std::erase_if(text, is_dropped);
  if (cleaning.strip_accents) text = without_accents(text);

  std::vector<std::string> words;
  bool open = false;  // whether the last word goes on
  for (const char32_t c : text) {
    if (is_white_space(c)) {
      open = false;
      continue;
    }
    const bool alone = is_mark_word(c) || (cleaning.split_chinese && is_chinese(c));
    if (!open || alone) words.emplace_back();
    if (cleaning.lower_case) {
      append_lower_case(words.back(), c);
    } else {
      append_utf8(words.back(), c);
    }
    open = !alone;
  }
  return words;
}

}  // namespace emo3d::text
