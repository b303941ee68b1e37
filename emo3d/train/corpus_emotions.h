#pragma once

#include "emo3d/train/corpus_writer.h"

/// Texts that name emotions: see SampleKind for examples.
namespace emo3d::train {

[[nodiscard]] Draft write_word(CorpusWriter& writer);
[[nodiscard]] Draft write_caption(CorpusWriter& writer);
[[nodiscard]] Draft write_stage_direction(CorpusWriter& writer);
[[nodiscard]] Draft write_chat(CorpusWriter& writer);
[[nodiscard]] Draft write_hedge(CorpusWriter& writer);
[[nodiscard]] Draft write_compound(CorpusWriter& writer);
/// From one emotion to another: the face is that of the second.
[[nodiscard]] Draft write_transition(CorpusWriter& writer);
/// An emotion hidden: the face shows the smile or the blank that hides it, and a part of what is hidden.
[[nodiscard]] Draft write_mask(CorpusWriter& writer);

}  // namespace emo3d::train
