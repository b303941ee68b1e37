#include "emo3d/train/corpus.h"

#include <algorithm>

#include "emo3d/base/error.h"
#include "emo3d/model/facs.h"
#include "emo3d/reading/description.h"
#include "emo3d/reading/side_words.h"
#include "emo3d/train/corpus_kinds.h"
#include "emo3d/train/corpus_split.h"
#include "emo3d/train/phrasing.h"

namespace emo3d::train {
namespace {

/// Tries for one new text; far more than lists that have any left need.
constexpr int kMaxTries = 20'000;

}  // namespace

CorpusGenerator::CorpusGenerator(CorpusOptions options)
    : part_(options.part), kind_(options.kind), writer_(options.part, options.seed) {}

Sample CorpusGenerator::next() {
  for (int tries = 0; tries < kMaxTries; ++tries) {
    Sample sample = any_sample();
    if (part_ == Part::kTraining && has_held_out_item(sample.text)) {
      ++leaks_;
    } else if (!seen_.insert(text_hash(words_only(sample.text))).second) {
      ++duplicates_;
    } else {
      return sample;
    }
  }
  fail(ErrorCode::kInvalidArgument, "the word lists of part {} give no more than about {} texts", name(part_),
       seen_.size());
}

Sample CorpusGenerator::any_sample() {
  const SampleKind kind = kind_ ? *kind_ : any_kind(writer_.random());
  Draft draft = write_draft(kind, writer_);
  Sample sample{.text = finished(tidied(std::move(draft.text)), draft.style, writer_.random()),
                .kind = kind,
                .style = draft.style,
                .mixture = draft.mixture,
                .emotions = reading::to_intensities(draft.mixture),
                .expression = {},
                .actions = std::move(draft.actions),
                .one_sided = draft.one_sided,
                .denied = draft.denied,
                .degree = draft.degree};
  sample.expression = model::express(sample.emotions);
  // Contempt belongs to the side that the text names first, as it does in the model.
  if (reading::canonical_sides(reading::plain_text(sample.text)).mirrored)
    sample.expression = mirrored(sample.expression);
  for (const reading::ChannelScore& score : sample.actions)
    sample.expression.set(score.channel, std::max(sample.expression[score.channel], score.score));
  return sample;
}

}  // namespace emo3d::train
