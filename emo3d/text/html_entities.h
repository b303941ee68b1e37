#pragma once

#include <string>
#include <string_view>

namespace emo3d::text {

/// `utf8` with HTML's character references replaced as a browser does in text, Python's html.unescape() likewise: named
/// ones of HTML 5 (some without their semicolon, "&ampx" is "&x") and numbers, of which 128 to 159 mean Windows-1252
/// and control characters nothing. What is no reference stays. `utf8` must be valid UTF-8.
[[nodiscard]] std::string unescape_html(std::string_view utf8);

/// The same for references that end in a semicolon only, of at most 24 letters and digits, as ftfy does; names in
/// capitals ("&EACUTE;") too where HTML has none, and then as capitals.
[[nodiscard]] std::string unescape_closed_html(std::string_view utf8);

}  // namespace emo3d::text
