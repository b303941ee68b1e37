#pragma once

#include <string>
#include <string_view>

namespace emo3d::text {

/// `text` with UTF-8 that was read in another encoding read again as UTF-8 ("naÃ¯ve" -> "naïve"), as often as that
/// happened. The whole text where all of it can have been read so and enough of it must have been; else the sequences
/// that can hardly be anything else, of Windows-1252 only.
///
/// What is certain: a sequence whose later characters do not follow a word in ordinary writing ("Ã¯", "â€™"). What is
/// not: a capital with a mark after it ("MARQUÉ…", "IKEA®"), unless the text consists of nothing else and has four
/// different ones.
[[nodiscard]] std::u32string repair_mojibake(std::u32string text);

}  // namespace emo3d::text
