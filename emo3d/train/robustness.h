#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "emo3d/model/description_model.h"
#include "emo3d/train/measures.h"
#include "emo3d/train/perturbation.h"

/// How much predictions depend on what they should not depend on.
namespace emo3d::train {

/// Of texts that a perturbation changed.
struct PerturbationFigures {
  Perturbation perturbation{};
  Share before, after;   ///< Strongest emotion right, of those texts that ask for one.
  double f1_before = 0;  ///< Macro-F1 of the same.
  double f1_after = 0;
  Share same;  ///< Strongest emotion the same as before.
};

struct PerturbedTexts {
  Perturbation perturbation{};
  std::vector<std::size_t> origins;  ///< Of each, the index of the text that it was made from.
  std::vector<std::string> texts;
};

/// Those of `texts` that the perturbation changes.
[[nodiscard]] PerturbedTexts make_perturbed(std::span<const std::string> texts, Perturbation perturbation,
                                            std::uint64_t seed);

/// \param asked, before of all texts. \param after of the changed ones.
[[nodiscard]] PerturbationFigures measure_perturbed(const PerturbedTexts& perturbed,
                                                    std::span<const std::optional<emotion::Emotion>> asked,
                                                    std::span<const model::Prediction> before,
                                                    std::span<const model::Prediction> after);

/// The persons that person cues are measured with; the first is the one compared with.
[[nodiscard]] std::span<const std::string_view> cue_persons();
/// The hand-written descriptions of person_cues.txt (emo3d/train/data), compiled in.
[[nodiscard]] std::string_view person_cues_text();
/// Each description with each of cue_persons(). \throws Error kInvalidData.
[[nodiscard]] std::vector<std::string> make_person_cues();

struct PersonFigures {
  std::size_t descriptions = 0;
  double mean_difference = 0;  ///< Of the eight intensities, between a person and the first one.
  float largest_difference = 0;
  std::string largest_text;  ///< Where that is.
  Share same;                ///< Strongest emotion the same as with the first person.
};

/// \param texts of make_person_cues(). \param predictions one a text.
[[nodiscard]] PersonFigures measure_person_cues(std::span<const std::string> texts,
                                                std::span<const model::Prediction> predictions);

}  // namespace emo3d::train
