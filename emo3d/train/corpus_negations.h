#pragma once

#include "emo3d/train/corpus_writer.h"

/// Texts that say what is not felt, and texts that only look as if they did.
namespace emo3d::train {

/// An emotion denied, with nothing put in its place: mostly a neutral face is left.
[[nodiscard]] Draft write_negation(CorpusWriter& writer);
/// An emotion denied and another put in its place.
[[nodiscard]] Draft write_contrast(CorpusWriter& writer);
/// No negation in spite of its words.
[[nodiscard]] Draft write_not_negated(CorpusWriter& writer);

}  // namespace emo3d::train
