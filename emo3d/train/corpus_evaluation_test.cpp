#include "emo3d/train/corpus_evaluation.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/support/errors.h"
#include "tests/support/predictions.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;
using face::Channel;
using testing::feeling;

Sample denial() {
  Sample sample;
  sample.text = "not angry but sad";
  sample.denied = Emotion::kAnger;
  sample.emotions.set(Emotion::kSadness, 0.6f);
  return sample;
}

CorpusFigures measure(const Sample& sample, const model::Prediction& prediction) {
  return measure_corpus({&sample, 1}, {&prediction, 1});
}

TEST(CorpusEvaluation, CountsDenialsAndTheGapOfIntensities) {
  const CorpusFigures good = measure(denial(), feeling(Emotion::kSadness, 0.6f));
  EXPECT_EQ(good.denials.of, 1u);
  EXPECT_EQ(good.denials.value(), 1);
  EXPECT_EQ(good.calibration.expected_error(), 0);
  EXPECT_EQ(good.intensity_error, 0);
  EXPECT_EQ(good.kinds.front().accuracy.value(), 1);
  const CorpusFigures bad = measure(denial(), feeling(Emotion::kAnger, 0.6f));
  EXPECT_EQ(bad.denials.value(), 0);
  EXPECT_NEAR(bad.intensity_error, 1.2 / 8, 1e-6);
  EXPECT_GT(bad.calibration.expected_error(), 0.1);
}

TEST(CorpusEvaluation, ADeniedEmotionThatIsAskedForAllTheSameIsNotCounted) {
  Sample sample = denial();
  sample.denied = Emotion::kSadness;  // "not sad but sorrowful"
  EXPECT_EQ(measure(sample, feeling(Emotion::kSadness, 0.6f)).denials.of, 0u);
}

TEST(CorpusEvaluation, OfEquallyStrongEmotionsAnyIsRight) {
  Sample sample;
  sample.text = "sad and surprised";
  sample.emotions.set(Emotion::kSadness, 0.6f);
  sample.emotions.set(Emotion::kSurprise, 0.6f);
  sample.emotions.set(Emotion::kFear, 0.5f);
  EXPECT_EQ(asked_emotions(sample), (std::vector{Emotion::kSurprise, Emotion::kSadness}));
  EXPECT_EQ(measure(sample, feeling(Emotion::kSadness, 0.6f)).kinds[0].accuracy.right, 1u);
  EXPECT_EQ(measure(sample, feeling(Emotion::kSurprise, 0.6f)).kinds[0].macro_f1, 1);
  EXPECT_EQ(measure(sample, feeling(Emotion::kFear, 0.6f)).kinds[0].accuracy.right, 0u);
}

TEST(CorpusEvaluation, NamesTheWorstChannelsFirst) {
  Sample sample = denial();
  sample.expression.set(Channel::kJawOpen, 0.9f);
  sample.expression.set(Channel::kTongueOut, 0.5f);
  const CorpusFigures figures = measure(sample, feeling(Emotion::kSadness, 0.6f));
  EXPECT_EQ(figures.channel_errors[0].first, Channel::kJawOpen);
  EXPECT_NEAR(figures.channel_errors[0].second, 0.9, 1e-6);
  EXPECT_EQ(figures.channel_errors[1].first, Channel::kTongueOut);
  EXPECT_NEAR(figures.channel_error, 1.4 / 52, 1e-6);
}

TEST(CorpusEvaluation, ListsOfDifferentLengthsAreRefused) {
  EXPECT_EQ(testing::error_message([] { (void)measure_corpus(std::array{denial()}, {}); }),
            "1 samples have 0 predictions");
}

Sample action(SampleKind kind, std::vector<reading::ChannelScore> scores) {
  Sample sample;
  sample.text = "an action";
  sample.kind = kind;
  sample.one_sided = true;
  sample.actions = std::move(scores);
  for (const reading::ChannelScore& score : sample.actions) sample.expression.set(score.channel, score.score);
  return sample;
}

face::Expression shows(std::initializer_list<Channel> channels) {
  face::Expression face;
  for (const Channel channel : channels) face.set(channel, 0.9f);
  return face;
}

TEST(FaceDemands, OneSideHasToBeStronger) {
  const Sample wink = action(SampleKind::kAction, {{Channel::kEyeBlinkLeft, 1}});
  EXPECT_EQ(follows_one_side(wink, shows({Channel::kEyeBlinkLeft})), true);
  EXPECT_EQ(follows_one_side(wink, shows({Channel::kEyeBlinkRight})), false);
  EXPECT_EQ(follows_one_side(wink, shows({Channel::kEyeBlinkLeft, Channel::kEyeBlinkRight})), false);
  EXPECT_FALSE(follows_two_sides(wink, {}).has_value());
}

TEST(FaceDemands, OfTwoSidesBothHaveToBe) {
  const Sample both =
      action(SampleKind::kTwoActions, {{Channel::kEyeBlinkLeft, 1}, {Channel::kBrowOuterUpRight, 0.95f}});
  EXPECT_EQ(follows_two_sides(both, shows({Channel::kEyeBlinkLeft, Channel::kBrowOuterUpRight})), true);
  EXPECT_EQ(follows_two_sides(both, shows({Channel::kEyeBlinkLeft})), false);
  EXPECT_EQ(follows_two_sides(both, shows({Channel::kEyeBlinkLeft, Channel::kBrowOuterUpLeft})), false);
  EXPECT_FALSE(follows_one_side(both, {}).has_value());
  const Sample same_side =
      action(SampleKind::kTwoActions, {{Channel::kEyeBlinkLeft, 1}, {Channel::kBrowOuterUpLeft, 0.95f}});
  EXPECT_FALSE(follows_two_sides(same_side, {}).has_value());
}

TEST(FaceDemands, GeneratedTextsAboutBothSidesAskForBoth) {
  const std::vector<Sample> samples = make_two_sided(Part::kHeldOut, 4, 30);
  std::vector<model::Prediction> predictions(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    EXPECT_NE(samples[i].text.find("left"), std::string::npos) << samples[i].text;
    EXPECT_NE(samples[i].text.find("right"), std::string::npos) << samples[i].text;
    predictions[i].expression = samples[i].expression;
  }
  EXPECT_EQ(measure_two_sided(samples, predictions).right, 30u);
  for (model::Prediction& prediction : predictions) prediction.expression = mirrored(prediction.expression);
  EXPECT_EQ(measure_two_sided(samples, predictions).right, 0u);
}

TEST(FaceDemands, RecallCountsChannelsAndPrecisionActions) {
  const Sample sample = action(SampleKind::kAction, {{Channel::kJawOpen, 0.7f}, {Channel::kEyeBlinkLeft, 1}});
  model::Prediction prediction;
  prediction.expression = shows({Channel::kJawOpen});
  prediction.actions = {{"mouth open", {{Channel::kJawOpen, 0.7f}}, 0, 1},
                        {"tongue out", {{Channel::kTongueOut, 0.9f}}, 0, 1},
                        {"eye open", {{Channel::kEyeBlinkRight, 0}}, 0, 1}};
  ActionFigures figures;
  figures.add(sample, prediction);
  EXPECT_EQ(figures.recall.right, 1u);
  EXPECT_EQ(figures.recall.of, 2u);
  EXPECT_EQ(figures.precision.right, 2u);  // one that only rules out is no fault
  EXPECT_EQ(figures.precision.of, 3u);
}

TEST(FaceDemands, SideOfAPart) {
  const SideDemand brow{.side = FaceSide::kLeft, .channels = {Channel::kBrowDownLeft, Channel::kBrowOuterUpLeft}};
  EXPECT_TRUE(meets(shows({Channel::kBrowOuterUpLeft}), brow));
  EXPECT_FALSE(meets(shows({Channel::kBrowOuterUpRight}), brow));
  EXPECT_FALSE(meets(shows({Channel::kBrowOuterUpLeft, Channel::kBrowDownRight}), brow));
  EXPECT_FALSE(meets(face::Expression(), brow));
}

TEST(FaceDemands, Channels) {
  const ChannelDemand both{.channels = {Channel::kEyeBlinkLeft, Channel::kEyeBlinkRight}, .score = {}};
  EXPECT_TRUE(meets(shows({Channel::kEyeBlinkLeft, Channel::kEyeBlinkRight}), both));
  EXPECT_FALSE(meets(shows({Channel::kEyeBlinkLeft}), both));
  const ChannelDemand still{.channels = {Channel::kJawOpen}, .ruled_out = true, .score = {}};
  EXPECT_TRUE(meets(face::Expression(), still));
  EXPECT_FALSE(meets(shows({Channel::kJawOpen}), still));
  const ChannelDemand half{.channels = {Channel::kJawOpen}, .score = 0.5f};
  EXPECT_FALSE(meets(shows({Channel::kJawOpen}), half));
}

}  // namespace
}  // namespace emo3d::train
