#pragma once

#include <rapidcheck.h>

#include <string>

#include "emo3d/text/code_points.h"

namespace emo3d::testing {

/// Valid UTF-8 of characters that rules treat in their own way, and of any others.
inline rc::Gen<std::string> any_text() {
  const auto special = rc::gen::elementOf(std::u32string(
      U" \t\n\r\u00A0\u200B\u2028'&;#x<|>[]abzAZ019.,!\u00C2\u00C3\u00E2\u20AC\u2122\u00A9\u00AF\u0130\u03A3\u03C2"
      U"\u00DF\u0301\uFB03\uFF21\u3000\u4E00\u0939\u093F\u001B\u0007\u007F\u0085\u009F\uFEFF\uFFFD\U0001F600"
      U"\U0010FFFF"));
  const auto any = rc::gen::map(rc::gen::inRange<std::uint32_t>(0, 0x110000 - 0x800), [](std::uint32_t c) {
    return static_cast<char32_t>(c < 0xD800 ? c : c + 0x800);  // no surrogates
  });
  return rc::gen::map(rc::gen::container<std::u32string>(rc::gen::weightedOneOf<char32_t>({{4, special}, {1, any}})),
                      [](const std::u32string& text) { return text::to_utf8(text); });
}

}  // namespace emo3d::testing
