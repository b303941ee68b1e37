#include "emo3d/service/explanation.h"

#include <gtest/gtest.h>

namespace emo3d::service {
namespace {

TEST(Explanation, AsJson) {
  model::Explanation explanation;
  emotion::Intensities joy;
  joy.set(emotion::Emotion::kHappiness, 0.5f);
  explanation.clauses = {{.text = "angry", .stance = reading::Stance::kDenied, .emotions = joy}};
  explanation.feelings = {
      {.text = "angry", .mixture = reading::read_mixture("A1", 0.7f), .stance = reading::Stance::kDenied}};
  explanation.prediction.expression.set(face::Channel::kEyeBlinkLeft, 1);
  explanation.prediction.actions = {{"wink", {{face::Channel::kEyeBlinkLeft, 1}}, 0, 4}};
  explanation.prediction.emotions = joy;
  explanation.channels = model::channel_sources(explanation.prediction);
  const OrderedJson json = to_json(explanation);
  EXPECT_EQ(json["clauses"][0]["stance"], "denied");
  EXPECT_EQ(json["clauses"][0]["emotions"].dump(), "{\"happiness\":0.5}");
  EXPECT_EQ(json["words"][0]["emotion"], "anger");
  EXPECT_EQ(json["actions"][0]["name"], "wink");
  EXPECT_EQ(json["actions"][0]["channels"]["eyeBlinkLeft"], 1.0);
  ASSERT_EQ(json["channels"].size(), 1u);
  EXPECT_EQ(json["channels"][0]["actions"][0], "wink");
}

TEST(Explanation, SourcesNameTheEmotionsOfAChannel) {
  model::Prediction prediction;
  prediction.emotions.set(emotion::Emotion::kHappiness, 0.5f);
  prediction.expression.set(face::Channel::kMouthSmileLeft, 0.5f);
  const auto sources = model::channel_sources(prediction);
  ASSERT_EQ(sources.size(), 1u);
  ASSERT_EQ(sources[0].emotions.size(), 1u);
  EXPECT_EQ(sources[0].emotions[0].emotion, emotion::Emotion::kHappiness);
}

}  // namespace
}  // namespace emo3d::service
