#include "emo3d/text/clip_words.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>

#include <algorithm>
#include <array>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"
#include "emo3d/text/code_points.h"
#include "emo3d/text/html_entities.h"
#include "emo3d/text/text_repair.h"

namespace emo3d::text {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// Small letters with the rules that look at neighbours: a sigma at the end of a word is another letter.
std::string lower_case(const std::string& utf8) {
  if (std::ranges::all_of(utf8, is_ascii)) return lower_ascii(utf8);
  std::string lower;
  icu::StringByteSink<std::string> sink(&lower);
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8ToLower("", 0, icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())), sink, nullptr,
                            status);
  check(U_SUCCESS(status), ErrorCode::kUnavailable, "ICU cannot make small letters of the text: {}",
        u_errorName(status));
  return lower;
}

std::string with_single_blanks(std::string_view utf8) {
  std::string result;
  result.reserve(utf8.size());
  bool blank = false;
  while (!utf8.empty()) {
    const Utf8Char c = decode_utf8(utf8);
    const bool is_blank = is_white_space(c.code_point);
    if (!is_blank) {
      if (blank && !result.empty()) result += ' ';
      result += utf8.substr(0, c.length);
    }
    blank = is_blank;
    utf8.remove_prefix(c.length);
  }
  return result;
}

/// The length of a fixed word at the start of `text`, or 0.
std::size_t fixed_word_length(std::string_view text) {
  // The long s counts as an s where case does not matter, and so it does to the reference.
  constexpr std::array<std::string_view, 10> kWords = {
      "<|startoftext|>", "<|endoftext|>", "'s", "'\u017F", "'t", "'re", "'ve", "'m", "'ll", "'d"};
  if (text.front() != '<' && text.front() != '\'') return 0;
  const auto found = std::ranges::find_if(kWords, [&](std::string_view word) { return text.starts_with(word); });
  return found == kWords.end() ? 0 : found->size();
}

enum class Class { kBlank, kLetter, kNumber, kOther };

Class class_of(char32_t c) {
  if (is_letter(c)) return Class::kLetter;
  if (is_number(c)) return Class::kNumber;
  return is_white_space(c) ? Class::kBlank : Class::kOther;
}

}  // namespace

std::string clean_clip_text(std::string_view utf8) {
  std::string text = repair_text(utf8);
  for (int i = 0; i < 2 && text.find('&') != std::string::npos; ++i) text = unescape_html(text);
  return lower_case(with_single_blanks(text));
}

std::vector<std::string_view> split_clip_words(std::string_view cleaned) {
  std::vector<std::string_view> words;
  while (!cleaned.empty()) {
    std::size_t length = fixed_word_length(cleaned);
    bool is_word = true;
    if (length == 0) {
      const Utf8Char first = decode_utf8(cleaned);
      const Class kind = class_of(first.code_point);
      is_word = kind != Class::kBlank;
      length = first.length;
      while (kind != Class::kNumber && is_word && length < cleaned.size()) {
        const Utf8Char next = decode_utf8(cleaned.substr(length));
        if (class_of(next.code_point) != kind) break;
        length += next.length;
      }
    }
    if (is_word) words.push_back(cleaned.substr(0, length));
    cleaned.remove_prefix(length);
  }
  return words;
}

}  // namespace emo3d::text
