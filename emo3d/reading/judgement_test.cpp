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
  const Judgement judgement = judge(reading, {.felt = {}, .denied = joy}, "");
  EXPECT_LT(judgement.emotions[Emotion::kHappiness], 0.1f);
  EXPECT_GT(judgement.emotions[Emotion::kSadness], 0.05f);
}

TEST(Judgement, WordsAndNetworkShare) {
  emotion::Intensities network;
  network.set(Emotion::kFear, 0.6f);
  const Judgement judgement = judge(read("he is furious"), {.felt = network, .denied = {}}, "");
  EXPECT_NEAR(judgement.emotions[Emotion::kFear], 0.3f, 1e-6f);
  EXPECT_GT(judgement.emotions[Emotion::kAnger], 0.4f);
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
  unsure(judge(read("une femme heureuse"), {.felt = anger, .denied = {}}, "French"), "looks like French");
  unsure(judge_words("a table in the kitchen"), "no emotion was found");
  unsure(judge_words("happy and not happy"), "both says and denies happiness");
  unsure(judge(read("you are an idiot"), {.felt = anger, .denied = {}}, ""), "an insult");
}

}  // namespace
}  // namespace emo3d::reading
