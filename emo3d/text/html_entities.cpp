#include "emo3d/text/html_entities.h"

#include <gumbo.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "emo3d/base/utf8.h"
#include "emo3d/text/code_points.h"
#include "emo3d/text/single_byte_encoding.h"

namespace emo3d::text {
namespace {

constexpr std::size_t kLongestName = 32;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_character(char c) { return is_digit(c) || is_ascii_letter(c); }
bool is_hexadecimal(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// What a browser shows for `text`, which holds letters, digits, "&" and ";" only.
std::string as_browser(std::string_view text) {
  const std::string html = "x" + std::string(text);  // HTML leaves out blanks at the start
  GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
  std::string shown;
  const GumboVector& roots = output->root->v.element.children;
  const auto* body = static_cast<const GumboNode*>(roots.data[roots.length - 1]);
  for (unsigned i = 0; i < body->v.element.children.length; ++i) {
    const auto* node = static_cast<const GumboNode*>(body->v.element.children.data[i]);
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) shown += node->v.text.text;
  }
  gumbo_destroy_output(&kGumboDefaultOptions, output);
  return shown.empty() ? std::string(text) : shown.substr(1);
}

/// The text of the number of a reference; nothing for a control character or what is none.
std::string text_of_number(std::uint32_t number) {
  const bool is_surrogate = number >= 0xD800 && number <= 0xDFFF;
  if (number == 0 || is_surrogate || number > 0x10FFFF) return to_utf8(U"\uFFFD");
  if (number >= 0x80 && number <= 0x9F)
    return to_utf8(std::u32string(1, windows_1252().decode(static_cast<unsigned char>(number))));
  const bool is_control =
      (number < 0x20 && number != '\t' && number != '\n' && number != '\f' && number != '\r') || number == 0x7F;
  const bool is_no_character = (number >= 0xFDD0 && number <= 0xFDEF) || (number & 0xFFFE) == 0xFFFE;
  return is_control || is_no_character ? std::string() : to_utf8(std::u32string(1, static_cast<char32_t>(number)));
}

/// A reference at the start of a text.
struct Reference {
  std::size_t length = 0;  ///< Bytes that it takes.
  std::string text;        ///< What it stands for.
};

/// The number at the start of `text`, which begins with "&#".
std::optional<Reference> number_at(std::string_view text, std::size_t most_digits) {
  const bool hexadecimal = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  const std::size_t begin = hexadecimal ? 3 : 2;
  std::size_t end = begin;
  while (end < text.size() && (hexadecimal ? is_hexadecimal(text[end]) : is_digit(text[end]))) ++end;
  if (end == begin || end - begin > most_digits) return std::nullopt;
  std::uint32_t number = 0;
  const auto result = std::from_chars(text.data() + begin, text.data() + end, number, hexadecimal ? 16 : 10);
  if (result.ec == std::errc::result_out_of_range) number = 0xFFFFFFFF;
  if (end < text.size() && text[end] == ';') ++end;
  return Reference{end, text_of_number(number)};
}

/// Letters and digits after the first character of `text`, and the semicolon after them.
std::size_t name_length(std::string_view text, std::size_t longest) {
  std::size_t end = 1;
  while (end < text.size() && end <= longest && is_name_character(text[end])) ++end;
  if (end < text.size() && text[end] == ';') ++end;
  return end;
}

std::string upper_case(std::string_view utf8) {
  std::string upper;
  icu::StringByteSink<std::string> sink(&upper);
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8ToUpper("", 0, icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())), sink, nullptr,
                            status);
  return U_SUCCESS(status) ? upper : std::string(utf8);
}

/// What the name "&...;" stands for, if it is one.
std::optional<std::string> closed_name(std::string_view name) {
  const std::string shown = as_browser(name);
  // A name that is only known without the semicolon leaves the semicolon behind.
  if (shown != as_browser(name.substr(0, name.size() - 1)) + ";") return shown;
  return std::nullopt;
}

std::optional<Reference> closed_reference_at(std::string_view text) {
  constexpr std::size_t kLongest = 24;
  if (text.size() > 2 && text[1] == '#') {
    auto number = number_at(text, kLongest);
    const bool closed = number && text[number->length - 1] == ';' && number->text != ";";
    return closed ? number : std::nullopt;
  }
  const std::size_t length = name_length(text, kLongest);
  if (length < 3 || text[length - 1] != ';') return std::nullopt;
  const std::string_view name = text.substr(0, length);
  if (auto shown = closed_name(name)) return Reference{length, *std::move(shown)};
  const bool in_capitals = std::ranges::none_of(name, is_ascii_lower) && as_browser(name) == name;
  if (!in_capitals) return std::nullopt;
  if (const auto shown = closed_name(lower_ascii(name))) return Reference{length, upper_case(*shown)};
  return std::nullopt;
}

std::optional<Reference> reference_at(std::string_view text) {
  if (text.size() > 2 && text[1] == '#') return number_at(text, text.size());
  if (text.size() < 2 || !is_ascii_letter(text[1])) return std::nullopt;
  const std::size_t length = name_length(text, kLongestName);
  return Reference{length, as_browser(text.substr(0, length))};
}

template <typename Reader>
std::string unescape(std::string_view utf8, Reader&& reference) {
  std::string result;
  for (;;) {
    const std::size_t at = std::min(utf8.find('&'), utf8.size());
    result += utf8.substr(0, at);
    utf8.remove_prefix(at);
    if (utf8.empty()) return result;
    if (const auto found = reference(utf8)) {
      result += found->text;
      utf8.remove_prefix(found->length);
    } else {
      result += '&';
      utf8.remove_prefix(1);
    }
  }
}

}  // namespace

std::string unescape_html(std::string_view utf8) { return unescape(utf8, reference_at); }

std::string unescape_closed_html(std::string_view utf8) { return unescape(utf8, closed_reference_at); }

}  // namespace emo3d::text
