#include "emo3d/base/error.h"

#include <string_view>

#include "emo3d/base/utf8.h"

namespace emo3d {

std::string quote(std::string_view text, std::size_t max_bytes) {
  std::string out = "\"";
  std::size_t i = 0;
  while (i < text.size() && i < max_bytes) {
    const Utf8Char c = decode_utf8(text.substr(i));
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool control = byte < 0x20 || (c.code_point >= 0x7f && c.code_point < 0xa0);
    if (!c.valid || control) {
      for (const char b : text.substr(i, c.length)) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(b));
    } else {
      if (byte == '"' || byte == '\\') out += '\\';
      out += text.substr(i, c.length);
    }
    i += c.length;
  }
  if (i < text.size()) out += "...";
  return out + "\"";
}

}  // namespace emo3d
