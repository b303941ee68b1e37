#include "emo3d/model/emotion_lexicon.h"

#include <gtest/gtest.h>

namespace emo3d::model {
namespace {

using emotion::Emotion;

const EmotionLexicon& lexicon() {
  static const EmotionLexicon all;
  return all;
}

float felt(std::string_view text, Emotion emotion) { return lexicon().read(text).intensities()[emotion]; }

TEST(EmotionLexicon, FindsWordsAndPhrases) {
  EXPECT_EQ(lexicon().read("a furious man").intensities().dominant(), Emotion::kAnger);
  EXPECT_EQ(lexicon().read("she is on cloud nine").intensities().dominant(), Emotion::kHappiness);
  EXPECT_TRUE(lexicon().read("a table in the kitchen").felt.empty());
}

TEST(EmotionLexicon, DegreesScale) {
  EXPECT_LT(felt("slightly angry", Emotion::kAnger), felt("angry", Emotion::kAnger));
  EXPECT_LT(felt("angry", Emotion::kAnger), felt("extremely angry", Emotion::kAnger));
  EXPECT_GE(felt("an elderly woman, overwhelmed with joy", Emotion::kHappiness), 0.9f);
  EXPECT_EQ(felt("an elderly woman, overwhelmed with joy", Emotion::kFear), 0);
}

TEST(EmotionLexicon, NegationsReachTheirWords) {
  for (const char* text : {"he is not angry", "without any anger", "she isn't angry at all", "anything but angry",
                           "no sign of anger", "far from angry", "neither happy nor angry"}) {
    const LexiconReading reading = lexicon().read(text);
    EXPECT_EQ(reading.intensities()[Emotion::kAnger], 0) << text;
    EXPECT_FALSE(reading.denied.empty()) << text;
  }
}

TEST(EmotionLexicon, NegationsEndWithTheClause) {
  const LexiconReading reading = lexicon().read("not angry but sad, terrified even");
  ASSERT_EQ(reading.denied.size(), 1u);
  EXPECT_EQ(reading.denied[0].dominant(), Emotion::kAnger);
  EXPECT_GT(reading.intensities()[Emotion::kSadness], 0.3f);
  EXPECT_GT(reading.intensities()[Emotion::kFear], 0.3f);
}

TEST(EmotionLexicon, SomeNegationsAffirm) {
  EXPECT_GE(felt("he couldn't be more angry", Emotion::kAnger), felt("he is angry", Emotion::kAnger));
  EXPECT_GT(felt("i have never been so happy", Emotion::kHappiness), 0.5f);
}

TEST(EmotionLexicon, KeepsOnlyTheWordsAskedFor) {
  const EmotionLexicon none([](std::string_view) { return false; });
  EXPECT_TRUE(none.read("furious").felt.empty());
}

}  // namespace
}  // namespace emo3d::model
