#include "emo3d/train/people_evaluation.h"

#include <gtest/gtest.h>

#include "emo3d/base/file.h"
#include "emo3d/train/graded_texts.h"
#include "tests/support/errors.h"
#include "tests/support/predictions.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;
using face::Channel;
using testing::feeling;

std::vector<PersonText> read(const std::string& lines) {
  const TemporaryDirectory folder;
  write_file(folder.path() / "people.jsonl", lines);
  return read_people(folder.path() / "people.jsonl");
}

TEST(People, TheFileOfTheSourceTreeIsRead) {
  const auto texts = read_people(std::string(EMO3D_WORDINGS) + "/people.jsonl");
  EXPECT_GE(texts.size(), 1000u);
  std::size_t sided = 0;
  std::size_t shown = 0;
  for (const PersonText& text : texts) {
    sided += text.sides.size();
    shown += text.shown.size();
  }
  EXPECT_EQ(sided, 60u + 2 * 50u);
  EXPECT_GE(shown, 120u);
  EXPECT_GE(read_action_wordings(std::string(EMO3D_WORDINGS) + "/actions_held_out.txt").size(), 100u);
}

TEST(People, SidesBecomeChannels) {
  const auto texts = read(R"({"set": "side_two", "text": "a", "left": "jaw:shift right", "right": "nose:wrinkle"})");
  ASSERT_EQ(texts[0].sides.size(), 2u);
  EXPECT_EQ(texts[0].sides[0].channels, std::vector{Channel::kJawRight});
  EXPECT_EQ(texts[0].sides[1].channels, std::vector{Channel::kNoseSneerRight});
}

TEST(People, FaultsNameLineAndMember) {
  const auto message = [](const std::string& lines) {
    const std::string text = testing::error_message([&] { (void)read(lines); });
    return text.substr(text.find("line"));
  };
  EXPECT_EQ(message("{\"set\": \"a\", \"text\": \"b\"}\n{\"set\": \"a\", \"text\": \"b\", \"emotion\": \"joy\"}"),
            "line 2: emotion is \"joy\", which is none");
  EXPECT_EQ(message(R"({"set": "a", "text": "b", "intensity": 2})"), "line 1: intensity is \"2\", expected 0 to 1");
  EXPECT_EQ(message(R"({"set": "a", "text": "b", "part": "ear", "side": "left"})"),
            "line 1: no movement is called \"ear\"");
  EXPECT_EQ(message(R"({"set": "a", "text": "b", "channels": ["earLeft"]})"),
            "line 1: no channel is called \"earLeft\"");
}

TEST(People, MeasuresEachSetByItsOwnMeasure) {
  const auto texts = read(
      R"({"set": "comment", "text": "a", "emotion": "anger"}
{"set": "comment", "text": "b", "emotion": "fear"}
{"set": "negation", "text": "c", "denied": "anger", "emotion": "neutral"}
{"set": "graded", "text": "d", "emotion": "fear", "intensity": 0.2}
{"set": "graded", "text": "e", "emotion": "fear", "intensity": 0.9}
{"set": "degree", "text": "f", "group": 1, "rank": 2}
{"set": "degree", "text": "g", "group": 1, "rank": 1}
{"set": "side_one", "text": "h", "part": "eye", "side": "right"}
{"set": "action", "text": "i", "channels": ["jawOpen"]}
{"set": "no_action", "text": "j"})");
  std::vector<model::Prediction> predictions(texts.size(), feeling(Emotion::kAnger, 0.5f));
  predictions[3] = feeling(Emotion::kFear, 0.7f);
  predictions[4] = feeling(Emotion::kFear, 0.6f);
  predictions[6] = feeling(Emotion::kSadness, 0.4f);
  predictions[7].expression.set(Channel::kEyeBlinkRight, 1);
  predictions[8].expression.set(Channel::kJawOpen, 1);
  predictions[8].actions = {{"mouth open", {{Channel::kJawOpen, 1}}, 0, 1}};
  predictions[9].actions = {{"wink", {{Channel::kEyeBlinkLeft, 1}}, 0, 1}};
  const PeopleFigures figures = measure_people(texts, predictions);
  ASSERT_EQ(figures.sets.size(), 3u);
  EXPECT_EQ(figures.sets[0].name, "comment");
  EXPECT_EQ(figures.sets[0].accuracy.value(), 0.5);
  EXPECT_EQ(figures.denials.value(), 0);
  EXPECT_EQ(figures.graded_rank, -1);
  EXPECT_EQ(figures.groups, 1u);
  EXPECT_EQ(figures.group_rank, 1);
  EXPECT_EQ(figures.ordered.value(), 1);
  EXPECT_EQ(figures.one_sided.value(), 1);
  EXPECT_EQ(figures.actions.recall.value(), 1);
  EXPECT_EQ(figures.actions.precision.value(), 0.5);
}

TEST(GradedTexts, DifferInTheGradeOnlyAndAreTheSameEachTime) {
  const auto texts = make_graded_texts(Part::kHeldOut, 5, 20);
  const auto again = make_graded_texts(Part::kHeldOut, 5, 20);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(texts[i].texts, again[i].texts);
    EXPECT_NE(texts[i].emotion, Emotion::kNeutral);
    EXPECT_NE(texts[i].texts[0].find("barely "), std::string::npos) << texts[i].texts[0];
    EXPECT_EQ(texts[i].texts[2].find("barely "), std::string::npos);
    EXPECT_NE(texts[i].texts[4].find("utterly "), std::string::npos);
  }
}

TEST(GradedTexts, TheCorrelationIsThatOfTheEmotionAskedFor) {
  const auto texts = make_graded_texts(Part::kHeldOut, 5, 2);
  std::vector<model::Prediction> predictions;
  for (std::size_t g = 0; g < 5; ++g)
    predictions.push_back(feeling(texts[0].emotion, 0.1f + 0.1f * static_cast<float>(g)));
  for (std::size_t g = 0; g < 5; ++g) predictions.push_back(feeling(Emotion::kNeutral, 0.5f));
  const GradeFigures figures = measure_grades(texts, predictions);
  EXPECT_DOUBLE_EQ(figures.rank, 0.5);
  EXPECT_EQ(figures.ordered.right, 1u);
  EXPECT_EQ(figures.ordered.of, 2u);
}

}  // namespace
}  // namespace emo3d::train
