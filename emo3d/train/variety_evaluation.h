#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "emo3d/model/description_model.h"
#include "emo3d/train/measures.h"

namespace emo3d::train {

/// The emotion whose FACS prototype, or a variant of it, is nearest to a face (cosine of the 52 scores); nothing for
/// a face that hardly shows anything.
[[nodiscard]] std::optional<emotion::Emotion> nearest_emotion(const face::Expression& face);

/// How different the faces for one text are, and whether they show what the text says.
struct VarietyFigures {
  std::size_t texts = 0;  ///< Whose strongest emotion is not neutral.
  double distance = 0;    ///< Root mean square over the 52 scores, mean over the pairs of samples of a text.
  double least = 0;       ///< The least mean distance of a text's pairs.
  Share first;            ///< Predicted faces whose nearest_emotion() is the text's strongest.
  Share others;           ///< The same of the other samples.
  Share kept;             ///< Of the other samples, those with the nearest_emotion() of the predicted face.
};

struct VarietyMeasure {
  std::size_t samples = 8;
  std::uint64_t seed = 1;
};

[[nodiscard]] VarietyFigures measure_variety(std::span<const model::Prediction> predictions,
                                             const VarietyMeasure& options);

}  // namespace emo3d::train
