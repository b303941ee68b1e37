#include "emo3d/text/text_repair.h"

#include <algorithm>
#include <array>

#include "emo3d/base/utf8.h"
#include "emo3d/text/code_points.h"
#include "emo3d/text/html_entities.h"
#include "emo3d/text/mojibake.h"
#include "emo3d/text/normalize.h"
#include "emo3d/text/single_byte_encoding.h"

namespace emo3d::text {
namespace {

constexpr int kMaxRounds = 16;

/// The letters of a Latin ligature; empty where `c` is none.
std::u32string_view letters_of(char32_t c) {
  struct Ligature {
    char32_t ligature;
    std::u32string_view letters;
  };
  constexpr std::array<Ligature, 19> kLigatures = {{{U'\u0132', U"IJ"},
                                                    {U'\u0133', U"ij"},
                                                    {U'\u0149', U"\u02BCn"},
                                                    {U'\u01C4', U"D\u017D"},
                                                    {U'\u01C5', U"D\u017E"},
                                                    {U'\u01C6', U"d\u017E"},
                                                    {U'\u01C7', U"LJ"},
                                                    {U'\u01C8', U"Lj"},
                                                    {U'\u01C9', U"lj"},
                                                    {U'\u01CA', U"NJ"},
                                                    {U'\u01CB', U"Nj"},
                                                    {U'\u01CC', U"nj"},
                                                    {U'\u01F1', U"DZ"},
                                                    {U'\u01F2', U"Dz"},
                                                    {U'\u01F3', U"dz"},
                                                    {U'\uFB00', U"ff"},
                                                    {U'\uFB01', U"fi"},
                                                    {U'\uFB02', U"fl"},
                                                    {U'\uFB03', U"ffi"}}};
  for (const Ligature& known : kLigatures)
    if (known.ligature == c) return known.letters;
  if (c == U'\uFB04') return U"ffl";
  if (c == U'\uFB05') return U"\u017Ft";
  if (c == U'\uFB06') return U"st";
  return {};
}

bool is_dropped_control(char32_t c) {
  const auto is_in = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  return is_in(0, 8) || c == 0x0B || is_in(0x0E, 0x1F) || c == 0x7F || is_in(0x206A, 0x206F) || c == 0xFEFF ||
         is_in(0xFFF9, 0xFFFC);
}

/// Appends what `c` becomes: a character of Windows-1252 for a control character of its number, the letters of a
/// ligature, characters of usual width, straight quotation marks.
void append_usual(std::u32string& text, char32_t c) {
  if (c < 0x80) {
    text += c;
    return;
  }
  if (c < 0xA0) c = windows_1252().decode(static_cast<unsigned char>(c));
  if (const std::u32string_view letters = letters_of(c); !letters.empty()) {
    for (const char32_t letter : letters) append_usual(text, letter);
  } else if (c == 0x3000) {
    text += U' ';
  } else if (c >= 0xFF01 && c <= 0xFFEF) {
    text += to_code_points(nfkc(to_utf8(std::u32string(1, c))));
  } else if (c == 0x02BC || (c >= 0x2018 && c <= 0x201B)) {
    text += U'\'';
  } else if (c >= 0x201C && c <= 0x201F) {
    text += U'"';
  } else if (c == 0x2028 || c == 0x2029 || c == 0x85) {
    text += U'\n';
  } else {
    text += c;
  }
}

/// The length of a terminal's escape sequence (ESC [ numbers letter) at the start of `text`, or 0.
std::size_t escape_length(std::u32string_view text) {
  if (!text.starts_with(U"\x1B[")) return 0;
  std::size_t end = 2;
  while (end < text.size() && ((text[end] >= U'0' && text[end] <= U'9') || text[end] == U';')) ++end;
  return end < text.size() && text[end] < 0x80 && is_ascii_letter(static_cast<char>(text[end])) ? end + 1 : 0;
}

/// Without escape sequences and control characters; carriage returns become or join line feeds.
std::u32string without_controls(std::u32string_view text) {
  std::u32string result;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t escape = escape_length(text.substr(i));
    if (escape == 0 && text[i] == U'\r') {
      if (i + 1 == text.size() || text[i + 1] != U'\n') result += U'\n';
    } else if (escape == 0 && !is_dropped_control(text[i])) {
      result += text[i];
    }
    i += std::max<std::size_t>(1, escape);
  }
  return result;
}

std::string repair_round(const std::string& utf8, bool with_html) {
  const std::string unescaped = with_html ? unescape_closed_html(utf8) : utf8;
  std::u32string usual;
  for (const char32_t c : repair_mojibake(to_code_points(unescaped))) append_usual(usual, c);
  return nfc(to_utf8(without_controls(usual)));
}

/// Whether no rule can apply: printable ASCII without references.
bool is_plain(std::string_view utf8) {
  return std::ranges::all_of(utf8, [](char c) { return (c >= ' ' && c <= '~' && c != '&') || c == '\n' || c == '\t'; });
}

}  // namespace

std::string repair_text(std::string_view utf8) {
  check_text(utf8);
  if (is_plain(utf8)) return std::string(utf8);
  std::string result;
  bool with_html = true;  // a "<" says that the text is HTML, and so are the lines after it
  while (!utf8.empty()) {
    const std::string_view line = utf8.substr(0, std::min(utf8.find('\n'), utf8.size() - 1) + 1);
    utf8.remove_prefix(line.size());
    with_html = with_html && line.find('<') == std::string_view::npos;
    std::string repaired(line);
    for (int round = 0; round < kMaxRounds && !is_plain(repaired); ++round) {
      std::string next = repair_round(repaired, with_html);
      if (next == repaired) break;
      repaired = std::move(next);
    }
    result += repaired;
  }
  return result;
}

}  // namespace emo3d::text
