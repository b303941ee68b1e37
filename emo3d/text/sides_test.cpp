#include "emo3d/text/sides.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace emo3d::text {
namespace {

TEST(MirrorSides, ExchangesWholeWordsAndKeepsTheirCase) {
  EXPECT_EQ(mirror_sides("He raises the left eyebrow."), "He raises the right eyebrow.");
  EXPECT_EQ(mirror_sides("Left eye closed, RIGHT brow up"), "Right eye closed, LEFT brow up");
  EXPECT_EQ(mirror_sides("left"), "right");
  EXPECT_EQ(mirror_sides("looks rightwards, then leftward"), "looks leftwards, then rightward");
  EXPECT_EQ(mirror_sides("the left-hand corner, left/right"), "the right-hand corner, right/left");
  EXPECT_EQ(mirror_sides("the left's twitch \xE2\x80\x94left\xE2\x80\x94"),
            "the right's twitch \xE2\x80\x94right\xE2\x80\x94");
}

TEST(MirrorSides, LeavesWordsThatOnlyContainTheLetters) {
  for (const std::string text : {"bright frightened copyright leftover upright", "left_eye liftLeft left2 eye_left",
                                 "r\xC3\xA9left", "left\xCC\x81", ""})
    EXPECT_EQ(mirror_sides(text), text);
}

TEST(MirrorSides, ExchangesTheNamesOfChannels) {
  EXPECT_EQ(mirror_sides("mouthSmileLeft 0.7, jawRight"), "mouthSmileRight 0.7, jawLeft");
  EXPECT_EQ(mirror_sides("EyeBlinkRight"), "EyeBlinkLeft");
  EXPECT_EQ(find_side("mouthsmileleft"), 10u);
  EXPECT_EQ(find_side("leftward"), 0u);
  EXPECT_FALSE(find_side("eyebright") && find_side("bright"));
}

TEST(MirrorSides, CopiesInvalidBytes) { EXPECT_EQ(mirror_sides("\xFFleft\xC3"), "\xFFright\xC3"); }

TEST(MirrorSides, TwiceIsTheIdentity) {
  const std::vector<std::string> pieces = {"left",  "Right", "LEFT",     "leftwards", "Rightmost", "bright", " ",
                                           "-hand", ", ",    "\xC3\xA9", "smile",     "\n",        "_",      "s"};
  EXPECT_TRUE(rc::check("mirror_sides", [&] {
    std::string text;
    for (const std::size_t i :
         *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, pieces.size())))
      text += pieces[i];
    RC_ASSERT(mirror_sides(mirror_sides(text)) == text);
  }));
}

TEST(MirrorSides, CopiesEveryByteWhereNoSideIsNamed) {
  EXPECT_TRUE(rc::check("no side", [](const std::vector<char>& bytes) {
    std::string text(bytes.begin(), bytes.end());
    std::erase_if(text, [](char c) { return c == 'l' || c == 'L' || c == 'r' || c == 'R'; });
    RC_ASSERT(mirror_sides(text) == text);
  }));
}

}  // namespace
}  // namespace emo3d::text
