#pragma once

#include "emo3d/model/description_model.h"
#include "emo3d/model/facs.h"

namespace emo3d::testing {

/// What a model says that reads `emotion` and shows nothing.
inline model::Prediction feeling(emotion::Emotion emotion, float intensity) {
  model::Prediction prediction;
  prediction.emotions.set(emotion, intensity);
  return prediction;
}

/// The same with the face that shows it.
inline model::Prediction shown_feeling(emotion::Emotion emotion, float intensity) {
  model::Prediction prediction = feeling(emotion, intensity);
  prediction.expression = model::express(prediction.emotions);
  return prediction;
}

}  // namespace emo3d::testing
