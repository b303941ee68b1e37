#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "emo3d/text/words.h"

/// What a description says is felt, what it says is not, and what is over.
namespace emo3d::reading {

/// How a description stands to some of its words.
enum class Stance {
  kFelt,    ///< "furious" of "not sad but furious"; also all that has nothing to do with feelings.
  kDenied,  ///< "sad" of it.
  kPast,    ///< "happy" of "happy at first, then in tears", "calm" of "turning from calm to panic".
  kCue,     ///< "not", "used to be": words that only say how others are meant.
};

/// The stance of every word.
///
/// Negation reaches from its cue ("not", "without", "anything but", "far from", "less ... than") to the end of the
/// clause or to a contrast ("but", "just", "because"), and only counts where it is about a feeling: in "she didn't get
/// the job" nothing is denied. Idioms that only look like negations ("couldn't be happier", "can't stop laughing")
/// affirm.
/// \param words of a plain text (plain_text()), marks included.
/// \param feelings the words that tell feelings, in order, as the lexicon found them.
[[nodiscard]] std::vector<Stance> find_stances(std::span<const text::Word> words,
                                               std::span<const text::Extent> feelings);

}  // namespace emo3d::reading
