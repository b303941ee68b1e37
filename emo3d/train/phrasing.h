#pragma once

#include <string>
#include <string_view>

#include "emo3d/base/random.h"
#include "emo3d/train/corpus_writer.h"

namespace emo3d::train {

/// `text` with every {key} replaced by `value`.
[[nodiscard]] std::string filled(std::string text, std::string_view key, std::string_view value);

/// The same for words like "a smile", which lose their article after "his", "no", "slight" and the like.
[[nodiscard]] std::string filled_noun(std::string text, std::string_view key, std::string_view value);

/// Choices "(a|b)", nested ones too, and slots "<name>" decided by chance. \throws Error kInvalidData for an unknown
/// slot.
[[nodiscard]] std::string expanded(std::string text, const CorpusSource& source, Random& random);

/// " very sad " for "Very sad!": what is looked up with blanks around is found as whole words only.
[[nodiscard]] std::string words_only(std::string_view text);

/// `text` as somebody would write it in this register: upper case at the start, an end, brackets, by chance.
[[nodiscard]] std::string finished(std::string text, Register style, Random& random);

/// Small repairs of English: "a" before a vowel, "they is", doubled and outer blanks.
[[nodiscard]] std::string tidied(std::string text);

}  // namespace emo3d::train
