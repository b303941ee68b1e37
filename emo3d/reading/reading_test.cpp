#include "emo3d/reading/reading.h"

#include <gtest/gtest.h>

namespace emo3d::reading {
namespace {

Reading read(std::string_view text) { return read_description(text); }

TEST(Reading, TakesActionsOutOfTheFeeling) {
  const Reading reading = read("An elderly woman, overwhelmed with joy, raises her RIGHT eyebrow.");
  EXPECT_EQ(reading.text, "an elderly woman, overwhelmed with joy, raises her left eyebrow.");
  EXPECT_EQ(reading.felt, "an elderly woman, overwhelmed with joy");
  EXPECT_TRUE(reading.mirrored);
  EXPECT_TRUE(reading.names_side);
  ASSERT_EQ(reading.actions.size(), 1u);
  EXPECT_EQ(reading.actions[0].name, "brow up");
  EXPECT_EQ(reading.text.substr(reading.actions[0].begin, reading.actions[0].end - reading.actions[0].begin),
            "raises her left eyebrow");
}

TEST(Reading, KeepsWhatStandsBetweenActions) {
  EXPECT_EQ(read("A boy closes the left eye, scared, and opens the right eye wide").felt, "a boy scared");
}

TEST(Reading, KeepsActionsThatTellAFeeling) {
  EXPECT_EQ(read("He frowns").felt, "he frowns");
  EXPECT_EQ(read("She winks while grinning").felt, "she grinning");
}

TEST(Reading, AnActionAloneIsReadWhole) {
  const Reading reading = read("eyes closed");
  EXPECT_EQ(reading.felt, "eyes closed");
  EXPECT_FALSE(reading.names_side);
}

TEST(Reading, LeavesOutWhatIsDeniedOrPast) {
  EXPECT_EQ(read("She is not angry, just tired").felt, "she is just tired");
  EXPECT_EQ(read("She is not angry, just tired").denied, "angry");
  EXPECT_EQ(read("At first happy, then in tears").felt, "then in tears");
  EXPECT_EQ(read("She is far from happy").felt, "");
  EXPECT_EQ(read("She didn't get the job").felt, "she didn't get the job");
}

TEST(Reading, SaysHowItStandsToWordsAndClauses) {
  const Reading reading = read("He used to be happy, now he is not angry but extremely sad");
  ASSERT_EQ(reading.feelings.size(), 3u);
  EXPECT_EQ(reading.feelings[0].stance, Stance::kPast);
  EXPECT_EQ(reading.feelings[1].stance, Stance::kDenied);
  EXPECT_EQ(reading.feelings[2].stance, Stance::kFelt);
  EXPECT_EQ(reading.feelings[2].text, "extremely sad");
  ASSERT_EQ(reading.felt_mixtures().size(), 1u);
  EXPECT_EQ(reading.clauses.back().text, "extremely sad");
}

TEST(Reading, KnowsInsults) {
  EXPECT_TRUE(read("you are an idiot").abusive);
  EXPECT_FALSE(read("she is sad").abusive);
}

}  // namespace
}  // namespace emo3d::reading
