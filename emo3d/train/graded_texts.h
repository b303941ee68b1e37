#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "emo3d/emotion/emotion.h"
#include "emo3d/model/description_model.h"
#include "emo3d/train/corpus_split.h"
#include "emo3d/train/measures.h"

namespace emo3d::train {

/// What stands before an emotion word, from weak to strong.
inline constexpr std::array<std::string_view, 5> kGrades{"barely", "slightly", "", "very", "utterly"};

/// One description in all grades: "she looks barely annoyed" ... "she looks utterly annoyed".
struct GradedText {
  std::array<std::string, kGrades.size()> texts;
  emotion::Emotion emotion = emotion::Emotion::kNeutral;  ///< The strongest of the emotion word; never neutral.
};

/// Captions about adjectives of one part of the lists; no text twice.
[[nodiscard]] std::vector<GradedText> make_graded_texts(Part part, std::uint64_t seed, std::size_t count);

struct GradeFigures {
  std::size_t texts = 0;      ///< Descriptions, each in all grades.
  double rank = 0;            ///< Rank correlation of grade and intensity of the emotion, mean of the descriptions.
  double strongest_rank = 0;  ///< The same with the strongest feeling, whichever the model takes it for.
  Share ordered;              ///< Descriptions with barely < (nothing) < utterly.
};

/// \param predictions of all grades of each text.
[[nodiscard]] GradeFigures measure_grades(std::span<const GradedText> texts,
                                          std::span<const model::Prediction> predictions);

}  // namespace emo3d::train
