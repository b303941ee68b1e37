#include "emo3d/text/words.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "emo3d/text/sides.h"

namespace emo3d::text {
namespace {

std::string words(std::string_view text) {
  std::string joined;
  for (const Word& word : find_words(text)) {
    EXPECT_EQ(text.substr(word.begin, word.end - word.begin), word.text);
    EXPECT_EQ(is_mark(word.text), word.mark) << word.text;
    joined += std::string(word.text) + (word.mark ? "! " : " ");
  }
  if (!joined.empty()) joined.pop_back();
  return joined;
}

TEST(Words, MarksAreWordsOfTheirOwn) {
  EXPECT_EQ(words("winks, smiles; (\"cries\")"), "winks ,! smiles ;! (! cries )!");
  EXPECT_EQ(words("he smiles \u2014 or not\u2026"), "he smiles \u2014! or not \u2026!");
}

TEST(Words, HyphensAndApostrophesJoin) {
  EXPECT_EQ(words("wide-eyed, he doesn't stop"), "wide-eyed ,! he doesn't stop");
  EXPECT_EQ(words("tongue-in-cheek - 'so what'"), "tongue-in-cheek -! so what");
}

TEST(Words, ASideIsAWordOfItsOwn) {
  EXPECT_EQ(words("the right-hand corner, left'right eye"), "the right hand corner ,! left right eye");
  EXPECT_EQ(words("leftward, non-left, _left, left\u00e9"), "leftward ,! non left ,! _left ,! left\u00e9");
}

TEST(Words, NumbersKeepPointAndPerCent) {
  EXPECT_EQ(words("jawopen 0.7. mouthclose at 50%, 3.5%"), "jawopen 0.7 .! mouthclose at 50% ,! 3.5%");
}

TEST(Words, LettersOfAnyScriptMakeWords) {
  EXPECT_EQ(words("na\u00efve caf\u00e9 & \u00fcber+ \xff!"), "na\u00efve caf\u00e9 & \u00fcber + !!");
  EXPECT_EQ(words(""), "");
}

/// What mirror_sides() exchanges is a word, and the same word in the mirror.
TEST(Words, AgreeWithTheMirror) {
  EXPECT_TRUE(rc::check([] {
    static const std::vector<std::string> kPieces{"left", "right", "leftward", "a",   "'",      "-",      ".",
                                                  "0",    "%",     " ",        "_",   "\u00e9", "\u2014", ",",
                                                  "&",    "hand",  "jaw",      "jaw", "\x80"};
    const auto picks = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, kPieces.size()));
    std::string text;
    for (const std::size_t i : picks) text += kPieces[i];
    std::string again;
    std::size_t copied = 0;
    for (const Word& word : find_words(text)) {
      if (!find_side(word.text)) continue;
      again += text.substr(copied, word.begin - copied) + mirror_sides(word.text);
      copied = word.end;
    }
    RC_ASSERT(again + text.substr(copied) == mirror_sides(text));
  }));
}

}  // namespace
}  // namespace emo3d::text
