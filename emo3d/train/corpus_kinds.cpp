#include "emo3d/train/corpus_kinds.h"

#include <algorithm>
#include <array>

#include "emo3d/train/corpus_actions.h"
#include "emo3d/train/corpus_emotions.h"
#include "emo3d/train/corpus_negations.h"
#include "emo3d/train/corpus_situations.h"

namespace emo3d::train {
namespace {

struct Kind {
  std::string_view name;
  double weight;
  Draft (*write)(CorpusWriter&);
};

/// By SampleKind.
constexpr std::array<Kind, kSampleKinds> kKinds{{{"word", 0.04, write_word},
                                                 {"caption", 0.14, write_caption},
                                                 {"stage", 0.05, write_stage_direction},
                                                 {"chat", 0.05, write_chat},
                                                 {"hedge", 0.04, write_hedge},
                                                 {"compound", 0.05, write_compound},
                                                 {"transition", 0.04, write_transition},
                                                 {"mask", 0.015, write_mask},
                                                 {"negation", 0.055, write_negation},
                                                 {"contrast", 0.05, write_contrast},
                                                 {"not negated", 0.03, write_not_negated},
                                                 {"action", 0.07, write_action},
                                                 {"two actions", 0.04, write_two_actions},
                                                 {"acted emotion", 0.07, write_acted_emotion},
                                                 {"situation", 0.27, write_situation},
                                                 {"likened", 0.03, write_likened},
                                                 {"sarcasm", 0.025, write_sarcasm},
                                                 {"explained", 0.04, write_explained},
                                                 {"background", 0.01, write_background}}};

}  // namespace

std::string_view name(SampleKind kind) { return kKinds[static_cast<std::size_t>(kind)].name; }

std::string_view name(Register style) {
  constexpr std::array<std::string_view, kRegisters> kNames{"plain", "caption", "stage", "chat"};
  return kNames[static_cast<std::size_t>(style)];
}

SampleKind any_kind(Random& random) {
  std::array<double, kKinds.size()> weights{};
  std::ranges::transform(kKinds, weights.begin(), &Kind::weight);
  return static_cast<SampleKind>(random.weighted(weights));
}

Draft write_draft(SampleKind kind, CorpusWriter& writer) {
  return kKinds[static_cast<std::size_t>(kind)].write(writer);
}

}  // namespace emo3d::train
