#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace emo3d {

/// One decoded step over UTF-8 text.
struct Utf8Char {
  char32_t code_point = 0xFFFD;
  std::size_t length = 1;  ///< Bytes consumed, at least 1; 1 where invalid.
  bool valid = false;
};

/// Decodes the first character of non-empty `text`; overlong forms, surrogates and values above U+10FFFF are invalid.
[[nodiscard]] Utf8Char decode_utf8(std::string_view text);

/// Byte offset of the first invalid UTF-8 sequence, or nothing where `text` is valid.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// `text` with A to Z as small letters; all else stays.
[[nodiscard]] std::string lower_ascii(std::string_view text);

[[nodiscard]] constexpr bool is_ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool is_ascii_lower(char c) { return c >= 'a' && c <= 'z'; }
[[nodiscard]] constexpr bool is_ascii_letter(char c) { return is_ascii_upper(c) || is_ascii_lower(c); }

}  // namespace emo3d
