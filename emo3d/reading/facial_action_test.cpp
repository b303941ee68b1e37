#include "emo3d/reading/facial_action.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/cpu_time.h"

namespace emo3d::reading {
namespace {

using face::Channel;

face::Expression face_of(std::string_view text) { return apply_actions(find_facial_actions(text), {}); }

TEST(FacialAction, RaisesOnlyTheNamedEyebrow) {
  const face::Expression face = face_of("an elderly woman, overwhelmed with joy, raises her left eyebrow");
  EXPECT_GE(face[Channel::kBrowOuterUpLeft], 0.9f);
  EXPECT_EQ(face[Channel::kBrowOuterUpRight], 0);
}

TEST(FacialAction, FollowsThePartVerbAndSide) {
  EXPECT_GE(face_of("the right eyebrow is lowered")[Channel::kBrowDownRight], 0.9f);
  EXPECT_GE(face_of("eyes wide open")[Channel::kEyeWideRight], 0.9f);
  EXPECT_GE(face_of("the left corner of his mouth turned down")[Channel::kMouthFrownLeft], 0.8f);
  EXPECT_GE(face_of("wrinkles his nose")[Channel::kNoseSneerLeft], 0.9f);
  EXPECT_GE(face_of("sticks out the tongue")[Channel::kTongueOut], 0.9f);
  EXPECT_GE(face_of("the jaw shifted to the left")[Channel::kJawLeft], 0.8f);
  EXPECT_GE(face_of("his jaw dropped")[Channel::kJawOpen], 0.9f);
  EXPECT_GE(face_of("puffs out her cheeks")[Channel::kCheekPuff], 0.9f);
  EXPECT_GE(face_of("with pursed lips")[Channel::kMouthPucker], 0.9f);
}

TEST(FacialAction, BothSidesTogether) {
  for (const char* text : {"raises both eyebrows", "eyebrows raised", "left and right eyebrow raised"}) {
    const face::Expression face = face_of(text);
    EXPECT_GE(face[Channel::kBrowOuterUpLeft], 0.9f) << text;
    EXPECT_EQ(face, mirrored(face)) << text;
  }
}

TEST(FacialAction, OneWithoutASideIsTheLeft) {
  const face::Expression face = face_of("raises an eyebrow");
  EXPECT_GE(face[Channel::kBrowOuterUpLeft], 0.9f);
  EXPECT_EQ(face[Channel::kBrowOuterUpRight], 0);
  EXPECT_EQ(face_of("she winks")[Channel::kEyeBlinkRight], 0);
}

TEST(FacialAction, ADeniedSideAsksForNoScore) {
  EXPECT_EQ(face_of("not left mouthsmileleft 0.7"), face::Expression());
  EXPECT_FLOAT_EQ(face_of("browinnerup 40%, left")[Channel::kBrowInnerUp], 0.4f);
}

TEST(FacialAction, ASideMayBeToldAfterwards) {
  for (const char* text : {"squints, but only with the right eye", "one eye narrowed, not the left but the right",
                           "narrows an eye; right", "right: a squint", "narrowed eye, the right one"}) {
    const face::Expression face = face_of(text);
    EXPECT_GE(face[Channel::kEyeSquintRight], 0.9f) << text;
    EXPECT_EQ(face[Channel::kEyeSquintLeft], 0) << text;
  }
}

TEST(FacialAction, EachClauseHasItsOwnSide) {
  const face::Expression face = face_of("winks with the left eye, the right corner of the mouth raised");
  EXPECT_EQ(face[Channel::kEyeBlinkLeft], 1);
  EXPECT_EQ(face[Channel::kEyeBlinkRight], 0);
  EXPECT_GE(face[Channel::kMouthSmileRight], 0.8f);
  EXPECT_EQ(face[Channel::kMouthSmileLeft], 0);
}

TEST(FacialAction, AClauseMayLeaveOutThePart) {
  const face::Expression face = face_of("raises the left eyebrow and lowers the right");
  EXPECT_GE(face[Channel::kBrowOuterUpLeft], 0.9f);
  EXPECT_GE(face[Channel::kBrowDownRight], 0.9f);
  EXPECT_EQ(face[Channel::kBrowDownLeft], 0);
}

TEST(FacialAction, AClauseWithAPartOfItsOwnLeavesNothingOut) {
  const face::Expression face = face_of("bulges her left eye, blinks with the right eye a little");
  EXPECT_GE(face[Channel::kEyeWideLeft], 0.9f);
  EXPECT_EQ(face[Channel::kEyeWideRight], 0);
  EXPECT_EQ(face[Channel::kEyeBlinkRight], 0.5f);
  EXPECT_EQ(face_of("swings the jaw right, blinks with the left eye")[Channel::kEyeBlinkLeft], 1);
  EXPECT_GE(face_of("left eyebrow down with right brow up")[Channel::kBrowDownLeft], 0.9f);
}

TEST(FacialAction, ANamedSideIsPlainlyStrongerThanWhatTheWholeFaceDoes) {
  for (const char* text :
       {"chortling, with the right corner of the mouth turned up", "smiles, right mouth corner up"}) {
    const face::Expression face = face_of(text);
    EXPECT_GE(face[Channel::kMouthSmileRight] - face[Channel::kMouthSmileLeft], 0.3f) << text;
    EXPECT_GT(face[Channel::kMouthSmileLeft], 0) << text;
  }
}

TEST(FacialAction, SlightlyHalves) {
  EXPECT_NEAR(face_of("slightly raises her left eyebrow")[Channel::kBrowOuterUpLeft], 0.475f, 1e-6f);
}

TEST(FacialAction, NegatedActionsRuleOut) {
  face::Expression smiling;
  smiling.set(Channel::kMouthSmileLeft, 0.4f);
  const std::vector<FacialAction> actions = find_facial_actions("he does not smile");
  ASSERT_EQ(actions.size(), 1u);
  EXPECT_TRUE(actions[0].negated);
  EXPECT_EQ(apply_actions(actions, smiling)[Channel::kMouthSmileLeft], 0);
  EXPECT_EQ(face_of("does not raise the left eyebrow"), face::Expression());
  EXPECT_EQ(face_of("without closing the left eye"), face::Expression());
  EXPECT_EQ(face_of("he doesn't wink"), face::Expression());
}

TEST(FacialAction, OrdinaryTextNamesNone) {
  for (const char* text : {"an old man, furious about the news", "he raised his voice", "she looks a bit down today",
                           "he looks down on them", "the door is closed", "her eyes are filled with tears",
                           "i am so happy right now", "he left his mouth organ at home", "thin ice under my feet"})
    EXPECT_TRUE(find_facial_actions(text).empty()) << text << ": " << find_facial_actions(text).front().name;
}

TEST(FacialAction, OverridesWhatTheEmotionShows) {
  face::Expression surprised;
  surprised.set(Channel::kEyeWideLeft, 0.9f);
  surprised.set(Channel::kJawOpen, 0.6f);
  const face::Expression face = apply_actions(find_facial_actions("closes the left eye"), surprised);
  EXPECT_EQ(face[Channel::kEyeBlinkLeft], 1);
  EXPECT_EQ(face[Channel::kEyeWideLeft], 0);
  EXPECT_EQ(face[Channel::kJawOpen], 0.6f);
}

TEST(FacialAction, SidesRunTogetherAreReadToTheEnd) {
  const face::Expression face = face_of("raises the left'right eyebrow, closes the left'left eye");
  EXPECT_GE(face[Channel::kBrowOuterUpRight], 0.9f);
  EXPECT_EQ(face[Channel::kEyeBlinkLeft], 1);
}

std::string repeated(std::string_view words, std::size_t size) {
  std::string text;
  while (text.size() < size) text += words;
  text.resize(size);
  return text;
}

double seconds_to_read(const std::string& text) {
  return testing::shortest_cpu_seconds([&] { EXPECT_LT(find_facial_actions(text).size(), text.size()); });
}

/// The longest description allowed is one clause of one repeated saying. Four times the text takes four times as long;
/// where each part searched the whole clause it took sixteen times as long, and seconds.
TEST(FacialAction, TimeGrowsWithTheLengthOnly) {
  for (const char* words : {"eye ",
                            "open ",
                            "eye open ",
                            "left ",
                            "left eye ",
                            "not eye open ",
                            "both eyes open ",
                            "lower lip lower ",
                            "looks left ",
                            "the ",
                            "left'right eye ",
                            "smiles left ",
                            "one eye, ",
                            "closes the left and ",
                            "mouthsmileleft 0.5 ",
                            "half-open-",
                            "smiles ",
                            "wrinkled forehead ",
                            "mouth up at the corner ",
                            "left and ",
                            "au1+",
                            "not the slightly "}) {
    const double once = seconds_to_read(repeated(words, 2'500));
    const double four_times = seconds_to_read(repeated(words, 10'000));
    EXPECT_LT(four_times, 10 * once + 0.01) << words;
  }
}

}  // namespace
}  // namespace emo3d::reading
