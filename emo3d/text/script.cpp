#include "emo3d/text/script.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <map>

#include "emo3d/base/utf8.h"

namespace emo3d::text {

LetterCount count_letters(std::string_view utf8) {
  LetterCount count;
  std::map<UScriptCode, std::size_t> others;
  for (std::size_t i = 0; i < utf8.size();) {
    const Utf8Char c = decode_utf8(utf8.substr(i));
    i += c.length;
    const auto code_point = static_cast<UChar32>(c.code_point);
    if (!c.valid || !u_isalpha(code_point)) continue;
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(code_point, &error);
    if (U_FAILURE(error) || script == USCRIPT_COMMON || script == USCRIPT_INHERITED) continue;
    if (script == USCRIPT_LATIN) {
      ++count.latin;
    } else {
      ++count.other;
      ++others[script];
    }
  }
  std::size_t most = 0;
  for (const auto& [script, letters] : others) {
    if (letters <= most) continue;
    most = letters;
    count.other_script = uscript_getName(script);
  }
  return count;
}

}  // namespace emo3d::text
