#pragma once

#include <string>
#include <string_view>

/// Text as code points, for rules that look at characters one by one.
namespace emo3d::text {

/// Longest text that the tokenizers take, in bytes.
inline constexpr std::size_t kMaxTextBytes = std::size_t{16} << 20;

/// \throws Error kInvalidArgument naming the first byte that is not valid UTF-8, or the size above kMaxTextBytes.
void check_text(std::string_view utf8);

/// The characters of `utf8`; a byte that is not valid becomes U+FFFD.
[[nodiscard]] std::u32string to_code_points(std::string_view utf8);

/// `c`, a valid code point, as UTF-8 at the end of `utf8`.
void append_utf8(std::string& utf8, char32_t c);
[[nodiscard]] std::string to_utf8(std::u32string_view code_points);

/// Unicode's normalisation forms, of valid UTF-8. \throws Error kUnavailable where ICU's data is missing.
[[nodiscard]] std::string nfc(std::string_view utf8);
[[nodiscard]] std::string nfd(std::string_view utf8);

/// Unicode's property White_Space.
[[nodiscard]] bool is_white_space(char32_t c);
[[nodiscard]] bool is_letter(char32_t c);             ///< General category L*.
[[nodiscard]] bool is_number(char32_t c);             ///< General category N*.
[[nodiscard]] bool is_punctuation(char32_t c);        ///< General category P*.
[[nodiscard]] bool is_nonspacing_mark(char32_t c);    ///< General category Mn.
[[nodiscard]] bool is_upper_case_letter(char32_t c);  ///< General category Lu.
[[nodiscard]] bool is_lower_case_letter(char32_t c);  ///< General category Ll.

}  // namespace emo3d::text
