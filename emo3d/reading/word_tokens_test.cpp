#include "emo3d/reading/word_tokens.h"

#include <gtest/gtest.h>

namespace emo3d::reading {
namespace {

using Words = std::vector<std::string>;

const Words kEmoticons{":)", ":-)", ":/", ":d", "o_o"};

TEST(WordTokens, PartsWordsAndMarks) {
  EXPECT_EQ(texts_of(word_tokens("she isn't half-asleep, no!", kEmoticons)),
            (Words{"she", "isn't", "half", "asleep", ",", "no", "!"}));
  EXPECT_EQ(texts_of(word_tokens("'sad' - she's", kEmoticons)), (Words{"sad", ",", "she's"}));
  EXPECT_EQ(texts_of(word_tokens("sad \xE2\x80\x94 or not\xE2\x80\xA6", kEmoticons)),
            (Words{"sad", ",", "or", "not", ","}));
  EXPECT_TRUE(texts_of(word_tokens("", kEmoticons)).empty());
}

TEST(WordTokens, ExchangesPossessives) {
  EXPECT_EQ(texts_of(word_tokens("her heart beside herself", kEmoticons)),
            texts_of(word_tokens("his heart beside himself", kEmoticons)));
}

TEST(WordTokens, FindsEmoticons) {
  EXPECT_EQ(texts_of(word_tokens("happy:) o_o :-)", kEmoticons)), (Words{"happy", ":)", "o_o", ":-)"}));
  EXPECT_EQ(texts_of(word_tokens("note:done http://x", kEmoticons)), (Words{"note", ":", "done", "http", ":", "x"}));
}

TEST(WordTokens, EachEmojiIsAWord) {
  EXPECT_EQ(texts_of(word_tokens("yes\xF0\x9F\x98\x82\xF0\x9F\x98\x82", kEmoticons)),
            (Words{"yes", "\xF0\x9F\x98\x82", "\xF0\x9F\x98\x82"}));
  // a red heart with and without its variation selector
  EXPECT_EQ(texts_of(word_tokens("\xE2\x9D\xA4\xEF\xB8\x8F", kEmoticons)), (Words{"\xE2\x9D\xA4"}));
}

TEST(WordTokens, TakesInvalidUtf8) { EXPECT_FALSE(texts_of(word_tokens("\xFF\xC3", kEmoticons)).empty()); }

}  // namespace
}  // namespace emo3d::reading
