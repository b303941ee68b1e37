#include "emo3d/train/model_card.h"

#include <fmt/format.h>

#include "emo3d/model/default_model.h"
#include "emo3d/train/evaluation_report.h"

namespace emo3d::train {

std::string model_card(const DefaultTrainingOptions& options, const HeadWeights& weights,
                       const Evaluation& evaluation) {
  return fmt::format(
      R"(# The default model's head

English description -> intensities of eight emotions and 52 blendshape scores. This folder holds the learned part
(`model.safetensors`, `config.json`, MIT licence as the project), `held_out` one trained without the held-out lists, for
evaluations only; the text encoder before it is the Universal Sentence
Encoder Lite (Apache-2.0), which is pulled separately and not changed.

Written by `{}`; do not edit by hand. `emo3d-train evaluate --card` measures again.

## How it works
`docs/model.md` tells the steps. The encoder gives {} values a text (`{}`), of the words that are felt: without facial
actions, denials and the past. A hidden layer of {} ReLU units gives shares of the eight emotions (softmax, sharpened), their
strength (sigmoid) and, for each channel, a difference (tanh) to the face composed of the FACS prototypes of those emotions
(`emo3d/model/facs.cpp`, sources there). Words of the lexicon count 0.7 beside its 0.3.

## Data
{} texts generated from the hand-written word lists in `emo3d/reading/data` and `emo3d/train/data` (seed {}): captions, stage
directions and chat; situations told, said and likened; compounds, transitions, denials, sarcasm, facial actions. No text, image or score of the Emo3D dataset was used.
`emo3d-train corpus` writes such texts.

## Training
AdamW, {} epochs, cross-entropy of the shares and of the strength plus absolute error of the scores, one thread, seed {}.
The same command gives the same weights on the same machine; another instruction set may differ in the last digits.

{}
## Limits
English only, at most 128 tokens. Rare and unseen words blur. Irony without a marker is not understood. Faces are symmetric
unless the text names a side or an action of one side; contempt shows on the left by default. The FACS weights are a choice.
)",
      options.command, weights.inputs, model::kDefaultFeatures, weights.hidden, options.samples, options.seed,
      options.epochs, options.seed, to_markdown(evaluation));
}

}  // namespace emo3d::train
