#include "emo3d/text/mojibake.h"

#include <algorithm>
#include <optional>
#include <set>

#include "emo3d/base/utf8.h"
#include "emo3d/text/code_points.h"
#include "emo3d/text/single_byte_encoding.h"

namespace emo3d::text {
namespace {

constexpr int kMaxLayers = 8;  ///< Times that a text was misread.

/// Marks that may stand right after any word.
bool follows_words(char32_t c) {
  constexpr std::u32string_view kMarks =
      U"\u00A0\u00BB\u2013\u2014\u2018\u2019\u201C\u201D\u2022\u2020\u2021\u2026\u2039\u203A\u2122";
  return kMarks.find(c) != std::u32string_view::npos;
}

/// Marks and figures that may stand after a capital or a sign.
bool follows_capitals(char32_t c) {
  constexpr std::u32string_view kMarks =
      U"\u00A7\u00A9\u00AA\u00AB\u00AE\u00B0\u00B1\u00B2\u00B3\u00B4\u00B5\u00B6\u00B7\u00B9\u00BA\u00BC\u00BD\u00BE";
  return kMarks.find(c) != std::u32string_view::npos;
}

/// Whether text[begin, end), which reads as one character of UTF-8, can hardly have been meant as it stands.
bool is_certain(std::u32string_view text, std::size_t begin, std::size_t end) {
  // How the bytes C2 and C3, which begin all that Latin-1 has above ASCII, look in several encodings.
  constexpr std::u32string_view kLatinLeads = U"\u00C2\u00C3\u0102\u221A\u251C\u252C";
  constexpr std::u32string_view kNotInsideWords = U"\u00BB\u201C\u201D\u2039\u203A\u2122";
  constexpr char32_t kPunctuationLead = U'\u00E2';  // E2, which begins dashes, quotation marks and signs
  if (end - begin == 4) return true;
  const char32_t lead = text[begin];
  const std::u32string_view rest = text.substr(begin + 1, end - begin - 1);
  const bool is_latin = kLatinLeads.find(lead) != std::u32string_view::npos;
  // Capitals do not follow small letters: "moguÄ‡nost".
  if (begin > 0 && is_upper_case_letter(lead) && is_lower_case_letter(text[begin - 1])) return true;
  // Letters follow letters: "VÝŠKA", "zvlášť".
  const auto is_plain_letter = [](char32_t c) { return is_letter(c) && c != 0x192; };
  if (std::ranges::all_of(rest, is_plain_letter)) return is_latin || lead == kPunctuationLead;
  const auto is_ordinary = [](char32_t c) { return follows_words(c) || follows_capitals(c); };
  if (!std::ranges::all_of(rest, is_ordinary)) return true;
  // Marks end words: "saÅ¾eta", "Hiá»‡n".
  const bool inside_word = is_letter(lead) && end < text.size() && is_letter(text[end]);
  if (inside_word && (follows_capitals(rest[0]) || kNotInsideWords.find(rest[0]) != std::u32string_view::npos))
    return true;
  if (rest.size() > 1 || !is_latin) return false;
  const bool is_dash = rest[0] == 0x2013 || rest[0] == 0x2014;
  return follows_capitals(rest[0]) || (inside_word && is_dash) || begin == 0 || !is_upper_case_letter(text[begin - 1]);
}

/// The whole text read as UTF-8 in place of `encoding`, or nothing where it cannot be or too little speaks for it.
std::optional<std::u32string> read_again(std::u32string_view text, const SingleByteEncoding& encoding,
                                         std::size_t needed) {
  constexpr std::size_t kManyKinds = 4;
  const std::optional<std::string> bytes = encoding.encode(text);
  if (!bytes) return std::nullopt;
  std::u32string result;
  std::size_t certain = 0;
  std::set<char32_t> kinds;
  for (std::size_t i = 0; i < bytes->size();) {
    const std::string_view rest = std::string_view(*bytes).substr(i);
    const Utf8Char c = decode_utf8(rest);
    if (c.valid) {
      if (c.length > 1) {
        kinds.insert(c.code_point);
        certain += is_certain(text, i, i + c.length);
      }
      result += c.code_point;
      i += c.length;
    } else if (rest.starts_with("\xC3 ")) {  // the byte A0 was once a blank without a break, and then any blank
      result += U'\u00E0';
      i += 1;
    } else if (rest.starts_with("\xC2 ")) {
      result += U'\u00A0';
      i += 2;
    } else {
      return std::nullopt;
    }
  }
  if (certain < needed && kinds.size() < kManyKinds) return std::nullopt;
  return result;
}

/// The text with the certain sequences of Windows-1252 read again, one by one.
std::u32string read_parts_again(std::u32string_view text) {
  constexpr std::size_t kLongest = 4;
  std::u32string result;
  for (std::size_t i = 0; i < text.size();) {
    Utf8Char c;
    for (std::size_t length = 2; text[i] >= 0x80 && length <= std::min(kLongest, text.size() - i) && !c.valid; ++length)
      if (const auto bytes = windows_1252().encode(text.substr(i, length))) c = decode_utf8(*bytes);
    const bool again = c.valid && c.length > 1 && is_certain(text, i, i + c.length);
    result += again ? c.code_point : text[i];
    i += again ? c.length : 1;
  }
  return result;
}

std::u32string repair_layer(const std::u32string& text) {
  const auto encodings = mistaken_encodings();
  for (std::size_t i = 0; i < encodings.size(); ++i) {
    const std::size_t needed = i < 2 ? 1 : 2;  // the two usual ones need less to be believed
    if (auto repaired = read_again(text, encodings[i], needed)) return *std::move(repaired);
  }
  return read_parts_again(text);
}

}  // namespace

std::u32string repair_mojibake(std::u32string text) {
  const auto is_ascii = [](char32_t c) { return c < 0x80; };
  for (int layer = 0; layer < kMaxLayers && !std::ranges::all_of(text, is_ascii); ++layer) {
    std::u32string repaired = repair_layer(text);
    if (repaired == text) break;
    text = std::move(repaired);
  }
  return text;
}

}  // namespace emo3d::text
