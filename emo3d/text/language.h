#pragma once

#include <string>
#include <string_view>

namespace emo3d::text {

/// English name of the language that `utf8` is most likely written in ("English", "French", "Russian"), by Google's
/// Compact Language Detector 2. Sentences are told reliably; of single words about one in eight is taken for a word of
/// another language, so ask for other evidence too. Empty where there is nothing to judge by.
[[nodiscard]] std::string language_name(std::string_view utf8);

}  // namespace emo3d::text
