#include "emo3d/text/script.h"

#include <gtest/gtest.h>

namespace emo3d::text {
namespace {

TEST(Script, CountsLatinLettersOnly) {
  const LetterCount count = count_letters("Déjà vu, 100 %!");
  EXPECT_EQ(count.latin, 6u);
  EXPECT_EQ(count.other, 0u);
  EXPECT_EQ(count.other_script, "");
}

TEST(Script, NamesTheMostFrequentOtherScript) {
  const LetterCount count = count_letters("ok радость 喜び");
  EXPECT_EQ(count.latin, 2u);
  EXPECT_EQ(count.other, 9u);
  EXPECT_EQ(count.other_script, "Cyrillic");
}

TEST(Script, IgnoresEmojiAndInvalidBytes) {
  const LetterCount count = count_letters("\xF0\x9F\x98\x80 \xFF\xFE");
  EXPECT_EQ(count.latin + count.other, 0u);
}

}  // namespace
}  // namespace emo3d::text
