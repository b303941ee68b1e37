#include "emo3d/train/mistakes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "emo3d/base/json.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;
using face::Channel;

TEST(Mistakes, AreThoseThatTheFiguresCount) {
  std::vector<Sample> samples;
  std::vector<model::Prediction> predictions;
  CorpusGenerator generator({.part = Part::kHeldOut, .seed = 6});
  for (int i = 0; i < 500; ++i) {
    samples.push_back(generator.next());
    predictions.emplace_back();
    predictions.back().emotions.set(Emotion::kAnger, 0.4f);
    predictions.back().actions = {{"tongue out", {{Channel::kTongueOut, 1}}, 0, 1}};
  }
  const CorpusFigures figures = measure_corpus(samples, predictions);
  const std::vector<Mistake> mistakes = find_mistakes("set", samples, predictions);
  const auto count = [&](std::string_view what) {
    return static_cast<std::size_t>(std::ranges::count(mistakes, what, &Mistake::what));
  };
  const Share all = figures.kinds[0].accuracy;
  EXPECT_EQ(count("strongest emotion"), all.of - all.right);
  EXPECT_EQ(count("denied emotion"), figures.denials.of - figures.denials.right);
  EXPECT_EQ(count("side"), figures.one_sided.of - figures.one_sided.right);
  EXPECT_GT(count("missed action"), 0u);
  EXPECT_EQ(count("misread action"), figures.actions.precision.of - figures.actions.precision.right);
  EXPECT_TRUE(find_mistakes("set", std::span(samples).first(0), {}).empty());
}

TEST(Mistakes, SayWhatWasWantedAndGot) {
  PersonText text;
  text.set = "negation";
  text.text = "not \"angry\"";
  text.emotion = Emotion::kNeutral;
  text.denied = Emotion::kAnger;
  model::Prediction prediction;
  prediction.emotions.set(Emotion::kAnger, 0.625f);
  prediction.emotions.set(Emotion::kFear, 0.25f);
  const auto mistakes = find_mistakes("people", std::span(&text, 1), {&prediction, 1});
  ASSERT_EQ(mistakes.size(), 2u);
  const Json line = parse_json(to_json_line(mistakes[1]), "line");
  EXPECT_EQ(line["what"], "denied emotion");
  EXPECT_EQ(line["kind"], "negation");
  EXPECT_EQ(line["wanted"], "no anger");
  EXPECT_EQ(line["got"], "anger 0.62, fear 0.25");
  EXPECT_EQ(line["text"], text.text);
}

TEST(Mistakes, SidesAndActionsOfPeople) {
  PersonText side{
      .set = "side_two", .text = "a", .emotion = {}, .denied = {}, .intensity = {}, .sides = {}, .shown = {}};
  side.sides = {{FaceSide::kLeft, {Channel::kEyeBlinkLeft}}, {FaceSide::kRight, {Channel::kMouthSmileRight}}};
  PersonText action{
      .set = "action", .text = "b", .emotion = {}, .denied = {}, .intensity = {}, .sides = {}, .shown = {}};
  action.shown = {Channel::kJawOpen};
  std::vector<model::Prediction> predictions(2);
  predictions[0].expression.set(Channel::kEyeBlinkLeft, 1);
  predictions[1].actions = {{"smile", {{Channel::kMouthSmileLeft, 1}}, 0, 1}};
  const auto mistakes = find_mistakes("people", std::vector{side, action}, predictions);
  ASSERT_EQ(mistakes.size(), 3u);
  EXPECT_EQ(mistakes[0].wanted, "eyeBlinkLeft and mouthSmileRight");
  EXPECT_EQ(mistakes[0].got, "eyeBlinkLeft 1.00");
  EXPECT_EQ(mistakes[1].what, "missed action");
  EXPECT_EQ(mistakes[2].got, "smile");
}

}  // namespace
}  // namespace emo3d::train
