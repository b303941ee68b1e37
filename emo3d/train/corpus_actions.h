#pragma once

#include <string>
#include <vector>

#include "emo3d/base/random.h"
#include "emo3d/train/corpus_writer.h"

namespace emo3d::train {

/// A facial action in words and in scores.
struct ActionText {
  std::string wording;  ///< {his} is still open.
  std::vector<reading::ChannelScore> scores;
  bool one_sided = false;
};

/// A facial action by chance: a whole wording of the list, or one composed of part, verb or state, and direction.
[[nodiscard]] ActionText make_action_text(const CorpusSource& source, Random& random);

[[nodiscard]] Draft write_action(CorpusWriter& writer);
[[nodiscard]] Draft write_two_actions(CorpusWriter& writer);
/// An emotion in words, and an action.
[[nodiscard]] Draft write_acted_emotion(CorpusWriter& writer);

}  // namespace emo3d::train
