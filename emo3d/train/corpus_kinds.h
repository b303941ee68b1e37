#pragma once

#include "emo3d/train/corpus_writer.h"

namespace emo3d::train {

/// A kind of sample by chance: situations and captions, which people write most, most often.
[[nodiscard]] SampleKind any_kind(Random& random);

/// A text of the given kind.
[[nodiscard]] Draft write_draft(SampleKind kind, CorpusWriter& writer);

}  // namespace emo3d::train
