#include "emo3d/reading/side_words.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "emo3d/text/sides.h"

namespace emo3d::reading {
namespace {

std::string sides(std::string_view text) {
  std::string letters;
  for (const SideWord& word : find_side_words(text)) {
    letters += word.side == Side::kLeft ? 'L' : 'R';
    EXPECT_EQ(text.substr(word.begin, word.end - word.begin), word.side == Side::kLeft ? "left" : "right");
  }
  return letters;
}

TEST(SideWords, FindsSidesOfTheFace) {
  EXPECT_EQ(sides("raises her left eyebrow"), "L");
  EXPECT_EQ(sides("the right corner of the mouth goes up"), "R");
  EXPECT_EQ(sides("winks with the right eye, the left one stays open"), "RL");
  EXPECT_EQ(sides("left and right eyebrows raised"), "LR");
  EXPECT_EQ(sides("looks to the left"), "L");
  EXPECT_EQ(sides("she glances right"), "R");
  EXPECT_EQ(sides("eyes shifted far left."), "L");
  EXPECT_EQ(sides("right-hand eyebrow up"), "R");
  EXPECT_EQ(sides("the jaw slides leftward"), "L");
  EXPECT_EQ(sides("she glances off to her right without a word"), "R");
  EXPECT_EQ(sides("peek right"), "R");
  EXPECT_EQ(sides("the mouth on the right sinks"), "R");
  EXPECT_EQ(sides("left eye wide, right one shut"), "LR");
  EXPECT_EQ(sides("smirk; left"), "L");
}

TEST(SideWords, LeavesOtherMeaningsAlone) {
  for (const char* text :
       {"right now i am happy", "all right", "he left the room", "she was left alone", "you are right",
        "her boyfriend left her", "that is the right answer", "my wife left me", "turn bright red",
        "the brows pull right up", "smile, right?", "nothing left to say", "come right here", "he has left town"})
    EXPECT_EQ(sides(text), "") << text;
}

TEST(SideWords, FirstSideBecomesLeft) {
  EXPECT_EQ(canonical_sides("closes the right eye").text, "closes the left eye");
  EXPECT_TRUE(canonical_sides("closes the right eye").mirrored);
  EXPECT_EQ(canonical_sides("closes the left eye, opens the right eye").text,
            "closes the left eye, opens the right eye");
  EXPECT_FALSE(canonical_sides("closes the left eye, opens the right eye").mirrored);
  EXPECT_EQ(canonical_sides("right eye shut, left eye wide").text, "left eye shut, right eye wide");
}

TEST(SideWords, OtherMeaningsKeepTheirSpelling) {
  for (const char* text : {"right now she closes the left eye", "he left the room, left eyebrow raised", "all right",
                           "you are right", "she left me"}) {
    EXPECT_EQ(canonical_sides(text).text, text);
    EXPECT_EQ(canonical_sides(text::mirror_sides(text)).text, text);
  }
}

TEST(SideWords, MirroredTextsMeetInOneForm) {
  EXPECT_TRUE(rc::check([] {
    static const std::vector<std::string> kWords{
        "left", "right",  "eye",    "eyebrow",   "the",   "his",      "and",        "raises", ",",
        "now",  "looks",  "corner", "of",        "mouth", "leftward", "he",         "me",     "-hand",
        "all",  "\u2014", "to",     "rightmost", "jaw",   "_left",    "left\u00e9", ".",      "was"};
    const auto picks = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, kWords.size()));
    std::string text;
    for (const std::size_t i : picks) {
      if (!text.empty() && *rc::gen::inRange(0, 8) > 0) text += ' ';
      text += kWords[i];
    }
    const std::string mirror = text::mirror_sides(text);
    RC_ASSERT(canonical_sides(text).text == canonical_sides(mirror).text);
    RC_ASSERT((canonical_sides(text).mirrored != canonical_sides(mirror).mirrored) == !find_side_words(text).empty());
  }));
}

}  // namespace
}  // namespace emo3d::reading
