#include "emo3d/train/robustness.h"

#include <gtest/gtest.h>

#include "emo3d/model/facs.h"
#include "emo3d/model/facs_variants.h"
#include "emo3d/train/variety_evaluation.h"
#include "tests/support/predictions.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;
using testing::shown_feeling;

TEST(Robustness, OnlyChangedTextsCount) {
  const std::vector<std::string> texts{"SAD", "sad", "angry"};
  const PerturbedTexts perturbed = make_perturbed(texts, Perturbation::kUpperCase, 1);
  ASSERT_EQ(perturbed.texts, (std::vector<std::string>{"SAD", "ANGRY"}));
  const std::vector<std::vector<Emotion>> asked{{Emotion::kSadness}, {Emotion::kSadness}, {}};
  const std::vector before(3, shown_feeling(Emotion::kSadness, 0.5f));
  const std::vector after{shown_feeling(Emotion::kFear, 0.5f), shown_feeling(Emotion::kSadness, 0.5f)};
  const PerturbationFigures figures = measure_perturbed(perturbed, asked, before, after);
  EXPECT_EQ(figures.before.of, 1u);  // the third asks for nothing
  EXPECT_EQ(figures.before.value(), 1);
  EXPECT_EQ(figures.after.value(), 0);
  EXPECT_EQ(figures.same.value(), 0.5);
}

TEST(Robustness, PersonCuesAreEachDescriptionWithEachPerson) {
  const auto texts = make_person_cues();
  ASSERT_GE(texts.size(), 20 * cue_persons().size());
  EXPECT_EQ(texts.size() % cue_persons().size(), 0u);
  std::vector predictions(texts.size(), shown_feeling(Emotion::kFear, 0.5f));
  predictions[1] = shown_feeling(Emotion::kFear, 0.75f);
  predictions[cue_persons().size() + 2] = shown_feeling(Emotion::kAnger, 0.25f);
  const PersonFigures figures = measure_person_cues(texts, predictions);
  EXPECT_EQ(figures.largest_difference, 0.5f);  // no fear where there was 0.5
  EXPECT_EQ(figures.largest_text, texts[cue_persons().size() + 2]);
  EXPECT_EQ(figures.same.of - figures.same.right, 1u);
  EXPECT_GT(figures.mean_difference, 0);
}

TEST(VarietyEvaluation, PrototypesAndVariantsAreNearestToTheirEmotion) {
  for (const Emotion e : emotion::emotions()) {
    if (e == Emotion::kNeutral) continue;
    EXPECT_EQ(nearest_emotion(with_intensity(model::prototype(e), 0.5f)), e) << name(e);
    for (const face::Expression& variant : model::variants(e)) EXPECT_EQ(nearest_emotion(variant), e) << name(e);
  }
  EXPECT_EQ(nearest_emotion(mirrored(model::prototype(Emotion::kContempt))), Emotion::kContempt);
  EXPECT_FALSE(nearest_emotion({}).has_value());
}

TEST(VarietyEvaluation, FacesWithoutAFeelingAreLeftOut) {
  const std::vector predictions{shown_feeling(Emotion::kHappiness, 0.9f), shown_feeling(Emotion::kNeutral, 0.9f)};
  const VarietyFigures figures = measure_variety(predictions, {.samples = 5, .seed = 2});
  EXPECT_EQ(figures.texts, 1u);
  EXPECT_EQ(figures.first.value(), 1);
  EXPECT_EQ(figures.others.of, 4u);
  EXPECT_GT(figures.distance, 0.01);
  EXPECT_EQ(figures.distance, figures.least);
}

TEST(VarietyEvaluation, AFaceOfAnotherEmotionIsFound) {
  model::Prediction confused = shown_feeling(Emotion::kHappiness, 0.9f);
  confused.expression = model::prototype(Emotion::kAnger);
  const std::vector predictions{confused};
  EXPECT_EQ(measure_variety(predictions, {}).first.value(), 0);
}

}  // namespace
}  // namespace emo3d::train
