#pragma once

#include <string>
#include <vector>

#include "emo3d/base/random.h"
#include "emo3d/train/corpus_source.h"

namespace emo3d::train {

/// A facial action in words and in scores.
struct ActionText {
  std::string wording;  ///< {his} is still open.
  std::vector<model::ChannelScore> scores;
  bool one_sided = false;
};

/// A facial action by chance: a whole wording of the list, or one composed of part, verb or state, and direction.
[[nodiscard]] ActionText make_action_text(const CorpusSource& source, Random& random);

}  // namespace emo3d::train
