#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Reading a description before any model sees it: what is refused, and the one form that models read.
///
///     check_description("Winks with the right eye");
///     plain_text("Winks with the  right eye") == "winks with the right eye";
namespace emo3d::reading {

/// Longest description in characters (code points).
inline constexpr std::size_t kMaxDescriptionCharacters = 10'000;

/// \throws Error kInvalidArgument, one line, where `text` is empty or blank, holds a NUL byte or invalid UTF-8, or is
/// longer than kMaxDescriptionCharacters. Other languages than English are not refused: their face is neutral, with a
/// note (judge()).
void check_description(std::string_view text);

/// `text` with ASCII letters in lower case, white space and control characters as single blanks (none at the ends), and
/// typographic quotation marks straight.
[[nodiscard]] std::string plain_text(std::string_view text);

}  // namespace emo3d::reading
