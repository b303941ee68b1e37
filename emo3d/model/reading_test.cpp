#include "emo3d/model/reading.h"

#include <gtest/gtest.h>

namespace emo3d::model {
namespace {

TEST(Reading, TakesActionsOutOfTheFeeling) {
  const Reading reading = read_description("An elderly woman, overwhelmed with joy, raises her RIGHT eyebrow.");
  EXPECT_EQ(reading.text, "an elderly woman, overwhelmed with joy, raises her left eyebrow.");
  EXPECT_EQ(reading.feeling, "an elderly woman, overwhelmed with joy");
  EXPECT_TRUE(reading.mirrored);
  EXPECT_TRUE(reading.names_side);
  ASSERT_EQ(reading.actions.size(), 1u);
  EXPECT_EQ(reading.actions[0].name, "brow up");
  EXPECT_EQ(reading.text.substr(reading.actions[0].begin, reading.actions[0].end - reading.actions[0].begin),
            "raises her left eyebrow");
}

TEST(Reading, KeepsWhatStandsBetweenActions) {
  EXPECT_EQ(read_description("A boy closes the left eye, scared, and opens the right eye wide").feeling,
            "a boy scared");
}

TEST(Reading, KeepsActionsThatTellAFeeling) {
  EXPECT_EQ(read_description("He frowns").feeling, "he frowns");
  EXPECT_EQ(read_description("She winks while grinning").feeling, "she while grinning");
}

TEST(Reading, AnActionAloneIsReadWhole) {
  const Reading reading = read_description("eyes closed");
  EXPECT_EQ(reading.feeling, "eyes closed");
  EXPECT_FALSE(reading.names_side);
}

}  // namespace
}  // namespace emo3d::model
