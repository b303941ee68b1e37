#pragma once

#include <string>
#include <string_view>

namespace emo3d::text {

/// `utf8` repaired as ftfy 6.3's fix_text() documents it (https://ftfy.readthedocs.io), which OpenAI's CLIP applies to
/// every text: line by line, again until nothing changes (at most 16 times), HTML's character references (in texts
/// without "<"), UTF-8 read in another encoding (mojibake.h), control characters of Windows-1252, Latin ligatures,
/// full-width and half-width characters, curly quotation marks, line breaks, colours of terminals, other control
/// characters, and normalisation form C.
///
/// Not done: mojibake in which bytes were lost or replaced ("�"), or of CESU-8; and what is mojibake is judged by rules
/// of our own, so that texts which only resemble it may be judged otherwise than by ftfy.
/// \throws Error kInvalidArgument as check_text().
[[nodiscard]] std::string repair_text(std::string_view utf8);

}  // namespace emo3d::text
