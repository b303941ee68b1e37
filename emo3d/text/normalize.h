#pragma once

#include <string>
#include <string_view>

namespace emo3d::text {

/// Unicode normalisation form KC: compatibility characters (full-width letters, ligatures, circled digits) become their
/// plain forms, accents are composed.
/// \throws Error kInvalidArgument naming the first byte that is not valid UTF-8, or where the text is longer than 16
/// MiB.
[[nodiscard]] std::string nfkc(std::string_view utf8);

}  // namespace emo3d::text
