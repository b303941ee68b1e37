#include "emo3d/model/shown_emotion.h"

#include <gtest/gtest.h>

namespace emo3d::model {
namespace {

using emotion::Emotion;

std::optional<Emotion> shown(const char* text) {
  const auto emotions = shown_emotion(reading::find_facial_actions(text));
  return emotions ? std::optional(emotions->dominant()) : std::nullopt;
}

TEST(ShownEmotion, ActionsAreSignsOfEmotions) {
  EXPECT_EQ(shown("her nose wrinkles and her upper lip rises"), Emotion::kDisgust);
  EXPECT_EQ(shown("the corners of his mouth turn down"), Emotion::kSadness);
  EXPECT_EQ(shown("raises both eyebrows, mouth open"), Emotion::kSurprise);
  EXPECT_EQ(shown("brows lowered and drawn together"), Emotion::kAnger);
  EXPECT_EQ(shown("the left corner of the mouth goes up"), Emotion::kContempt);
  EXPECT_EQ(shown("the corners of his mouth go up"), Emotion::kHappiness);
}

TEST(ShownEmotion, ManyActionsTellNone) {
  for (const char* text : {"winks with the left eye", "blinks", "looks to the right", "sticks out her tongue",
                           "puffs out both cheeks", "does not frown", "a wooden table"})
    EXPECT_EQ(shown(text), std::nullopt) << text;
}

TEST(ShownEmotion, WeakActionsTellWeakly) {
  const auto weak = shown_emotion(reading::find_facial_actions("raises both eyebrows slightly"));
  const auto strong = shown_emotion(reading::find_facial_actions("raises both eyebrows"));
  ASSERT_TRUE(weak && strong);
  EXPECT_LT((*weak)[Emotion::kSurprise], (*strong)[Emotion::kSurprise]);
}

}  // namespace
}  // namespace emo3d::model
