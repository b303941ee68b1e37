#include "emo3d/reading/phrase_table.h"

#include <gtest/gtest.h>

namespace emo3d::reading {
namespace {

using Phrase = std::vector<std::string>;

PhraseTable some() {
  PhraseTable table;
  EXPECT_EQ(table.add(Phrase{"over"}, 1), 1u);
  EXPECT_EQ(table.add(Phrase{"over", "the", "moon"}, 7), 7u);
  EXPECT_EQ(table.add(Phrase{"over"}, 2), 1u);
  return table;
}

std::vector<PhraseTable::WordIds> ids(const PhraseTable& table, const Phrase& words) {
  std::vector<PhraseTable::WordIds> result(words.size());
  for (std::size_t i = 0; i < words.size(); ++i)
    if (const auto id = table.find_word(words[i])) result[i].push_back(*id);
  return result;
}

TEST(PhraseTable, FindsTheLongestPhrase) {
  const PhraseTable table = some();
  const auto moon = table.longest(ids(table, {"over", "the", "moon", "today"}));
  ASSERT_TRUE(moon.has_value());
  EXPECT_EQ(moon->length, 3u);
  EXPECT_EQ(moon->value, 7u);
  const auto hill = table.longest(ids(table, {"over", "the", "hill"}));
  ASSERT_TRUE(hill.has_value());
  EXPECT_EQ(hill->length, 1u);
  EXPECT_EQ(hill->value, 1u);
}

TEST(PhraseTable, FindsNothingInOtherTexts) {
  const PhraseTable table = some();
  EXPECT_FALSE(table.longest(ids(table, {"the", "moon"})).has_value());
  EXPECT_FALSE(table.longest({}).has_value());
  EXPECT_FALSE(table.find_word("hill").has_value());
}

TEST(PhraseTable, AWordMayStandForSeveral) {
  const PhraseTable table = some();
  const PhraseTable::WordIds any{*table.find_word("moon"), *table.find_word("over")};
  const std::vector<PhraseTable::WordIds> text{any, {*table.find_word("the")}, any};
  const auto found = table.longest(text);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->value, 7u);
}

}  // namespace
}  // namespace emo3d::reading
