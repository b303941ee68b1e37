#include "emo3d/reading/judgement.h"

#include <gtest/gtest.h>

namespace emo3d::reading {
namespace {

using emotion::Emotion;

Reading read(std::string_view text) { return read_description(text); }

/// What the rules and the lexicon say without a network.
Judgement judge_words(std::string_view text) { return judge(read(text), {}, ""); }

TEST(Judgement, ADeniedEmotionIsNotFelt) {
  for (const char* text : {"he is not angry", "without any anger", "she isn't angry at all", "anything but angry",
                           "no sign of anger", "far from angry", "neither happy nor angry"}) {
    const Judgement judgement = judge_words(text);
    EXPECT_LT(judgement.emotions[Emotion::kAnger], 0.1f) << text;
    EXPECT_EQ(judgement.emotions.dominant(), Emotion::kNeutral) << text;
    EXPECT_GE(judgement.confidence, kUnsure) << text;
  }
}

TEST(Judgement, DenialEndsWithTheClause) {
  const Judgement judgement = judge_words("not angry but sad, terrified even");
  EXPECT_LT(judgement.emotions[Emotion::kAnger], 0.05f);
  EXPECT_GT(judgement.emotions[Emotion::kSadness], 0.3f);
  EXPECT_GT(judgement.emotions[Emotion::kFear], 0.3f);
}

TEST(Judgement, SomeNegationsAffirm) {
  EXPECT_GT(judge_words("he couldn't be more angry").emotions[Emotion::kAnger], 0.5f);
  EXPECT_GT(judge_words("i have never been so happy").emotions[Emotion::kHappiness], 0.5f);
}

TEST(Judgement, TheNetworkJudgesDeniedWordsThatTheLexiconDoesNotKnow) {
  emotion::Intensities joy;
  joy.set(Emotion::kHappiness, 0.9f);
  const Reading reading = read("she is not chuffed");
  EXPECT_EQ(reading.denied, "chuffed");
  const Judgement judgement = judge(reading, {.denied = joy}, "");
  EXPECT_LT(judgement.emotions[Emotion::kHappiness], 0.1f);
  EXPECT_GT(judgement.emotions[Emotion::kSadness], 0.05f);
}

TEST(Judgement, WordsAndNetworkShare) {
  emotion::Intensities network;
  network.set(Emotion::kFear, 0.6f);
  const Judgement judgement = judge(read("he is furious"), {.felt = network}, "");
  EXPECT_EQ(judgement.emotions.dominant(), Emotion::kAnger);
  EXPECT_GT(judgement.emotions[Emotion::kFear], 0.15f);
  EXPECT_LT(judgement.emotions[Emotion::kFear], judgement.emotions[Emotion::kAnger]);
}

TEST(Judgement, WordsOfDegreeDecideHowStrong) {
  emotion::Intensities network;
  network.set(Emotion::kAnger, 0.6f);
  const auto anger = [&](const char* text) {
    return judge(read(text), {.felt = network}, "").emotions[Emotion::kAnger];
  };
  EXPECT_LT(anger("he is slightly angry"), 0.45f);
  EXPECT_GT(anger("he is angry"), 0.6f);
  EXPECT_GT(anger("he is extremely angry"), 0.75f);
}

TEST(Judgement, WordsCountMoreWhereTheNetworkIsSilent) {
  emotion::Intensities silent;
  silent.set(Emotion::kNeutral, 1);
  EXPECT_EQ(judge(read("i could smell it, disgusting"), {.felt = silent}, "").emotions.dominant(), Emotion::kDisgust);
}

TEST(Judgement, ShoutedWordsAreStronger) {
  emotion::Intensities network;
  network.set(Emotion::kHappiness, 0.5f);
  const auto happiness = [&](const char* text) {
    return judge(read(text), {.felt = network}, "").emotions[Emotion::kHappiness];
  };
  EXPECT_LT(happiness("great news"), happiness("great news!"));
  EXPECT_LT(happiness("great news!"), happiness("GREAT NEWS!!!"));
}

TEST(Judgement, NamedActionsTellTheEmotionButAddNothingBeneathThem) {
  emotion::Intensities silent, anger;
  silent.set(Emotion::kNeutral, 1);
  anger.set(Emotion::kAnger, 0.8f);
  const Judgement told = judge(read("the boss leans over, brows knotted"), {.felt = silent, .shown = anger}, "");
  EXPECT_EQ(told.emotions.dominant(), Emotion::kAnger);
  EXPECT_EQ(told.beneath.dominant(), Emotion::kNeutral);
  const Judgement both = judge(read("a sad man, brows knotted"), {.felt = silent, .shown = anger}, "");
  EXPECT_EQ(both.emotions, both.beneath);
  EXPECT_GT(both.emotions[Emotion::kAnger], 0.2f);
}

TEST(Judgement, WhatIsNotUnderstoodIsNeutralAndSaysSo) {
  const auto unsure = [](const Judgement& judgement, std::string_view reason) {
    EXPECT_EQ(judgement.emotions.dominant(), Emotion::kNeutral);
    EXPECT_LT(judgement.confidence, kUnsure);
    ASSERT_EQ(judgement.notes.size(), 1u);
    EXPECT_NE(judgement.notes[0].find(reason), std::string::npos) << judgement.notes[0];
  };
  emotion::Intensities anger;
  anger.set(Emotion::kAnger, 0.8f);
  unsure(judge(read("une femme heureuse"), {.felt = anger}, "French"), "looks like French");
  unsure(judge_words("a table in the kitchen"), "no emotion was found");
  unsure(judge_words("happy and not happy"), "both says and denies happiness");
  unsure(judge(read("you are an idiot"), {.felt = anger}, ""), "an insult");
}

}  // namespace
}  // namespace emo3d::reading
