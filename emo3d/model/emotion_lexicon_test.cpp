#include "emo3d/model/emotion_lexicon.h"

#include <gtest/gtest.h>

namespace emo3d::model {
namespace {

using emotion::Emotion;

const EmotionLexicon& lexicon() {
  static const EmotionLexicon all;
  return all;
}

emotion::Intensities told(std::string_view text) {
  std::vector<Mixture> mixtures;
  for (const EmotionPhrase& phrase : lexicon().find(text)) mixtures.push_back(phrase.mixture);
  return strongest_of(mixtures);
}

float told(std::string_view text, Emotion emotion) { return told(text)[emotion]; }

TEST(EmotionLexicon, FindsWordsAndPhrases) {
  EXPECT_EQ(told("a furious man").dominant(), Emotion::kAnger);
  EXPECT_EQ(told("she is on cloud nine").dominant(), Emotion::kHappiness);
  EXPECT_TRUE(lexicon().find("a table in the kitchen").empty());
}

TEST(EmotionLexicon, SaysWhichWords) {
  const auto phrases = lexicon().find("she looks slightly annoyed, and on cloud nine");
  ASSERT_EQ(phrases.size(), 2u);
  EXPECT_EQ(phrases[0].words.begin, 2u);
  EXPECT_EQ(phrases[0].feeling.begin, 3u);
  EXPECT_EQ(phrases[0].words.end, 4u);
  EXPECT_EQ(phrases[1].words.begin, 6u);
  EXPECT_EQ(phrases[1].words.end, 9u);
}

TEST(EmotionLexicon, DegreesScale) {
  EXPECT_LT(told("slightly angry", Emotion::kAnger), told("angry", Emotion::kAnger));
  EXPECT_LT(told("angry", Emotion::kAnger), told("extremely angry", Emotion::kAnger));
  EXPECT_GE(told("an elderly woman, overwhelmed with joy", Emotion::kHappiness), 0.9f);
  EXPECT_EQ(told("an elderly woman, overwhelmed with joy", Emotion::kFear), 0);
}

TEST(EmotionLexicon, KeepsOnlyTheWordsAskedFor) {
  const EmotionLexicon none([](std::string_view) { return false; });
  EXPECT_TRUE(none.find("furious").empty());
  EXPECT_FALSE(none.knows("furious"));
  EXPECT_TRUE(lexicon().knows("furious"));
}

}  // namespace
}  // namespace emo3d::model
