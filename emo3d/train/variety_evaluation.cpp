#include "emo3d/train/variety_evaluation.h"

#include <algorithm>
#include <cmath>

#include "emo3d/model/facs.h"
#include "emo3d/model/facs_variants.h"
#include "emo3d/model/variety.h"

namespace emo3d::train {
namespace {

/// Faces of a smaller norm show no emotion.
constexpr double kBlank = 0.15;

double dot(const face::Expression& a, const face::Expression& b) {
  double sum = 0;
  for (const face::Channel c : face::channels()) sum += static_cast<double>(a[c]) * static_cast<double>(b[c]);
  return sum;
}

double cosine(const face::Expression& a, const face::Expression& b) {
  return dot(a, b) / std::sqrt(dot(a, a) * dot(b, b));
}

/// Root mean square difference of the scores.
double distance(const face::Expression& a, const face::Expression& b) {
  double sum = 0;
  for (const face::Channel c : face::channels()) {
    const auto difference = static_cast<double>(a[c] - b[c]);
    sum += difference * difference;
  }
  return std::sqrt(sum / static_cast<double>(face::kChannelCount));
}

}  // namespace

std::optional<emotion::Emotion> nearest_emotion(const face::Expression& face) {
  if (std::sqrt(dot(face, face)) < kBlank) return std::nullopt;
  emotion::Emotion nearest = emotion::Emotion::kHappiness;
  double best = -1;
  for (const emotion::Emotion e : emotion::emotions()) {
    if (e == emotion::Emotion::kNeutral) continue;
    // Contempt shows on either side.
    double closeness = std::max(cosine(face, model::prototype(e)), cosine(face, mirrored(model::prototype(e))));
    for (const face::Expression& variant : model::variants(e))
      closeness = std::max({closeness, cosine(face, variant), cosine(face, mirrored(variant))});
    if (closeness <= best) continue;
    best = closeness;
    nearest = e;
  }
  return nearest;
}

VarietyFigures measure_variety(std::span<const model::Prediction> predictions, const VarietyMeasure& options) {
  VarietyFigures figures;
  Mean all;
  for (const model::Prediction& prediction : predictions) {
    const emotion::Emotion asked = prediction.emotions.dominant();
    if (asked == emotion::Emotion::kNeutral) continue;
    const auto faces = model::vary(prediction, {.count = options.samples, .seed = options.seed});
    Mean pairs;
    for (std::size_t i = 0; i < faces.size(); ++i)
      for (std::size_t k = 0; k < i; ++k) pairs.add(distance(faces[i], faces[k]));
    figures.least = figures.texts == 0 ? pairs.value() : std::min(figures.least, pairs.value());
    all.add(pairs.value());
    ++figures.texts;
    const auto first = nearest_emotion(faces[0]);
    figures.first.add(first == asked);
    for (std::size_t i = 1; i < faces.size(); ++i) {
      const auto other = nearest_emotion(faces[i]);
      figures.others.add(other == asked);
      figures.kept.add(other == first);
    }
  }
  figures.distance = all.value();
  return figures;
}

}  // namespace emo3d::train
