#pragma once

#include <span>
#include <string>
#include <vector>

#include "emo3d/train/corpus_evaluation.h"
#include "emo3d/train/wordings.h"

namespace emo3d::train {

/// How well predictions follow texts by people.
struct PeopleFigures {
  std::vector<EmotionFigures> sets;  ///< Of the texts that say which emotion they are about, in the file's order.
  Share denials;                     ///< Denied emotions that do not show: is_denied().
  Share one_sided, two_sided;        ///< Texts of which all that they ask of a side is met.
  ActionFigures actions;             ///< Of texts that tell of actions and texts that only seem to.
  std::size_t graded = 0;            ///< Texts with an intensity.
  double graded_rank = 0;            ///< Rank correlation of wanted and predicted intensity, mean of the emotions.
  double graded_linear = 0;          ///< The same with Pearson's correlation.
  Calibration graded_calibration;
  std::size_t groups = 0;  ///< Of texts that differ in strength.
  double group_rank = 0;   ///< Rank correlation of rank and strongest feeling in a group, mean of the groups.
  Share ordered;           ///< Groups whose strongest feelings rise from each rank to the next.
};

/// Whether a face does all that a text asks for of sides.
[[nodiscard]] bool follows_sides(const PersonText& text, const face::Expression& face);
/// Whether a text counts for PeopleFigures::actions, and what it asks for.
[[nodiscard]] bool actions_count(const PersonText& text);
[[nodiscard]] std::vector<ChannelDemand> demands_of(const PersonText& text);

/// \param predictions one a text.
[[nodiscard]] PeopleFigures measure_people(std::span<const PersonText> texts,
                                           std::span<const model::Prediction> predictions);

/// \param predictions one a text.
[[nodiscard]] ActionFigures measure_action_wordings(std::span<const ActionWordingText> texts,
                                                    std::span<const model::Prediction> predictions);

}  // namespace emo3d::train
