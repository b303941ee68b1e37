#include "emo3d/train/evaluation.h"

#include <gtest/gtest.h>

#include <array>

#include "emo3d/model/explanation.h"

namespace emo3d::train {
namespace {

TEST(Evaluation, RankCorrelation) {
  const std::array<float, 4> rising{0.1f, 0.2f, 0.7f, 0.9f}, squares{0.01f, 0.04f, 0.49f, 0.81f}, falling{4, 3, 2, 1},
      constant{1, 1, 1, 1}, tied{1, 1, 2, 3};
  EXPECT_DOUBLE_EQ(rank_correlation(rising, squares), 1);
  EXPECT_DOUBLE_EQ(rank_correlation(rising, falling), -1);
  EXPECT_EQ(rank_correlation(rising, constant), 0);
  EXPECT_NEAR(rank_correlation(rising, tied), 0.9487, 1e-4);
}

/// A model that says the same of every text.
class Fixed final : public model::DescriptionModel {
 public:
  explicit Fixed(emotion::Intensities emotions) { prediction_.emotions = emotions; }
  [[nodiscard]] std::string_view name() const override { return "fixed"; }
  void check_text(std::string_view) const override {}
  [[nodiscard]] model::Prediction predict(std::string_view) const override { return prediction_; }
  [[nodiscard]] std::vector<model::Prediction> predict_batch(std::span<const std::string> texts) const override {
    return std::vector(texts.size(), prediction_);
  }
  [[nodiscard]] model::Explanation explain(std::string_view) const override { return {}; }

 private:
  model::Prediction prediction_;
};

TEST(Evaluation, CountsDenialsAndTheGapOfIntensities) {
  Sample sample;
  sample.text = "not angry but sad";
  sample.denied = emotion::Emotion::kAnger;
  sample.emotions.set(emotion::Emotion::kSadness, 0.6f);
  emotion::Intensities right;
  right.set(emotion::Emotion::kSadness, 0.6f);
  emotion::Intensities wrong;
  wrong.set(emotion::Emotion::kAnger, 0.6f);
  const Evaluation good = evaluate(Fixed(right), {&sample, 1});
  EXPECT_EQ(good.denials, 1u);
  EXPECT_EQ(good.denial_accuracy, 1);
  EXPECT_EQ(good.calibration_error, 0);
  EXPECT_EQ(good.groups.front().accuracy, 1);
  const Evaluation bad = evaluate(Fixed(wrong), {&sample, 1});
  EXPECT_EQ(bad.denial_accuracy, 0);
  EXPECT_GT(bad.calibration_error, 0.2);
}

}  // namespace
}  // namespace emo3d::train
