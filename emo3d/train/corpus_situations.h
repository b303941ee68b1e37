#pragma once

#include "emo3d/train/corpus_writer.h"

/// Texts that tell what happens or what somebody says, and leave the emotion to the reader.
namespace emo3d::train {

/// Something told ("{I} passed {my} exam") or said ("I can't believe it"), in any register.
[[nodiscard]] Draft write_situation(CorpusWriter& writer);
[[nodiscard]] Draft write_likened(CorpusWriter& writer);
[[nodiscard]] Draft write_sarcasm(CorpusWriter& writer);
/// A situation with an emotion word that fits it.
[[nodiscard]] Draft write_explained(CorpusWriter& writer);
[[nodiscard]] Draft write_background(CorpusWriter& writer);

}  // namespace emo3d::train
