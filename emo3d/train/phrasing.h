#pragma once

#include <string>
#include <string_view>

#include "emo3d/base/random.h"
#include "emo3d/train/corpus_source.h"

namespace emo3d::train {

/// `text` with every {key} replaced by `value`.
[[nodiscard]] std::string filled(std::string text, std::string_view key, std::string_view value);

/// Choices "(a|b)", nested ones too, and slots "<name>" decided by chance. \throws Error kInvalidData for an unknown
/// slot.
[[nodiscard]] std::string expanded(std::string text, const CorpusSource& source, Random& random);

/// Small repairs of English: "a" before a vowel, "they is", doubled and outer blanks.
[[nodiscard]] std::string tidied(std::string text);

}  // namespace emo3d::train
