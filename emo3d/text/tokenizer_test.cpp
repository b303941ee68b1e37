#include "emo3d/text/tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>

#include "emo3d/base/error.h"
#include "emo3d/text/normalize.h"
#include "tests/support/cpu_time.h"

namespace emo3d::text {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The reserved entries, then ids 6... as listed.
std::vector<Piece> vocabulary(const std::vector<Piece>& pieces) {
  std::vector<Piece> all = {{"\xEF\xBF\xBD", 0}, {"<s>", 0}, {"</s>", 0}, {"extra1", 0}, {"extra2", 0}, {"extra3", 0}};
  all.insert(all.end(), pieces.begin(), pieces.end());
  return all;
}

UnigramTokenizer letters() {  // ▁:6 a:7 b:8 ab:9 ▁a:10 é:11
  return UnigramTokenizer(vocabulary({{"\u2581", -2},
                                      {"a", -3},
                                      {"b", -3},
                                      {"ab", -4},
                                      {"\u2581"
                                       "a",
                                       -4.5},
                                      {"\u00E9", -3}}));
}

TEST(UnigramTokenizer, TakesTheMostLikelySegmentation) {
  const UnigramTokenizer tokenizer = letters();
  EXPECT_THAT(tokenizer.encode("ab"), ElementsAre(6, 9));            // -2-4 beats -4.5-3 and -2-3-3
  EXPECT_THAT(tokenizer.encode("a b"), ElementsAre(10, 6, 8));       // -4.5 beats -2-3
  EXPECT_THAT(tokenizer.encode("  "), ElementsAre(6, 6, 6));         // blanks are neither trimmed nor joined
  EXPECT_THAT(tokenizer.encode("e\u0301b"), ElementsAre(6, 11, 8));  // composed by NFKC
  EXPECT_THAT(tokenizer.encode("\uFF41"), ElementsAre(10));          // full-width a
  EXPECT_THAT(tokenizer.encode(""), IsEmpty());
}

TEST(UnigramTokenizer, JoinsRunsOfUnknownCharacters) {
  const UnigramTokenizer tokenizer = letters();
  EXPECT_THAT(tokenizer.encode("xyza"), ElementsAre(6, 0, 7));
  EXPECT_THAT(tokenizer.encode("\U0001F600\U0001F600"), ElementsAre(6, 0));
  EXPECT_THAT(tokenizer.encode(std::string_view("a\0a", 3)), ElementsAre(10, 0, 7));
}

TEST(UnigramTokenizer, NeverMatchesReservedEntries) {
  const UnigramTokenizer tokenizer(vocabulary({{"\u2581", -1}, {"<", -1}, {"s", -1}, {">", -1}}));
  EXPECT_THAT(tokenizer.encode("<s>"), ElementsAre(6, 7, 8, 9));
}

TEST(UnigramTokenizer, KeepsTheQuirksOfTheReference) {
  // Of equal segmentations the one whose last piece starts later wins.
  EXPECT_THAT(UnigramTokenizer(vocabulary({{"\u2581", -1}, {"a", -1}, {"b", -1}, {"ab", -2}})).encode("ab"),
              ElementsAre(6, 7, 8));
  // A score of exactly 0 counts as "nothing yet": the worse candidate that comes later replaces it.
  EXPECT_THAT(UnigramTokenizer(vocabulary({{"\u2581", 1},
                                           {"a", -5},
                                           {"\u2581"
                                            "a",
                                            0}}))
                  .encode("a"),
              ElementsAre(6, 7));
  // Of two entries with the same text the later one counts.
  EXPECT_THAT(UnigramTokenizer(vocabulary({{"\u2581", -1}, {"a", -1}, {"a", -9}})).encode("a"), ElementsAre(6, 8));
}

TEST(UnigramTokenizer, SegmentsCoverTheText) {
  const std::vector<Piece> pieces = vocabulary({{"\u2581", -2},
                                                {"a", -3},
                                                {"b", -3},
                                                {"c", -3.5},
                                                {"ab", -4},
                                                {"abc", -5},
                                                {"\u2581"
                                                 "a",
                                                 -4.5},
                                                {"ca", -4.2}});
  const UnigramTokenizer tokenizer(pieces);
  EXPECT_TRUE(rc::check("cover", [&] {
    const auto text = *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::element('a', 'b', 'c', ' ')));
    std::string joined;
    for (const std::int32_t id : tokenizer.encode(text)) {
      RC_ASSERT(id >= static_cast<std::int32_t>(kReservedPieces) && id < static_cast<std::int32_t>(tokenizer.size()));
      joined += pieces[static_cast<std::size_t>(id)].text;
    }
    std::string expected = "\u2581";
    for (const char c : text) expected += c == ' ' ? std::string("\u2581") : std::string(1, c);
    RC_ASSERT(joined == expected);
  }));
}

TEST(UnigramTokenizer, AnyBytesAreEncodedOrRefused) {
  const UnigramTokenizer tokenizer = letters();
  EXPECT_TRUE(rc::check("no crash", [&](const std::string& bytes) {
    try {
      const auto ids = tokenizer.encode(bytes);
      RC_ASSERT(ids.empty() == bytes.empty());
      for (std::size_t i = 0; i < ids.size(); ++i) {
        const bool known = ids[i] >= 6 && ids[i] < 12;
        const bool run_of_unknown = i > 0 && ids[i] == 0 && ids[i - 1] == 0;
        RC_ASSERT(known || ids[i] == 0);
        RC_ASSERT_FALSE(run_of_unknown);
      }
    } catch (const Error& e) {
      RC_ASSERT(e.code() == ErrorCode::kInvalidArgument);
    }
  }));
}

TEST(UnigramTokenizer, TakesTimeLinearInTheLengthOfTheText) {
  const UnigramTokenizer tokenizer = letters();
  const auto seconds = [&](std::size_t characters) {
    const std::string text(characters, 'a');
    return testing::shortest_cpu_seconds([&] { EXPECT_EQ(tokenizer.encode(text).size(), characters); });
  };
  EXPECT_LT(seconds(400'000), 120 * seconds(20'000));  // linear: 20 times, quadratic: 400 times
}

TEST(UnigramTokenizer, RefusesVocabulariesItCannotUse) {
  EXPECT_THROW(UnigramTokenizer(vocabulary({})), Error);
  EXPECT_THROW(UnigramTokenizer(vocabulary({{"", -1}})), Error);
  EXPECT_THROW(UnigramTokenizer(vocabulary({{std::string(257, 'a'), -1}})), Error);
}

TEST(Normalize, RefusesInvalidUtf8) {
  EXPECT_THROW((void)nfkc("abc\xC3"), Error);
  try {
    (void)nfkc("abc\xFFgh");
    FAIL();
  } catch (const Error& e) {
    EXPECT_THAT(e.what(), HasSubstr("byte 3 is 0xff"));
  }
  EXPECT_THROW((void)nfkc(std::string((16 << 20) + 1, 'a')), Error);
}

TEST(Normalize, DecomposesCompatibilityCharacters) {
  EXPECT_EQ(nfkc("\uFB01anc\u00E9 \u2460"), "fianc\u00E9 1");
  EXPECT_EQ(nfkc("plain ASCII\n"), "plain ASCII\n");
}

std::string refusal(std::string_view json) {
  try {
    (void)parse_unigram_vocabulary(json, "vocab.json");
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kInvalidData);
    return e.what();
  }
  return "accepted";
}

TEST(Vocabulary, ReadsPiecesAndScores) {
  const auto pieces =
      parse_unigram_vocabulary(R"([["a",0],["b",0],["c",0],["d",0],["e",0],["f",0],[":",null],["g",-2.5]])", "v");
  ASSERT_EQ(pieces.size(), 8u);
  EXPECT_EQ(pieces[6].text, ":");
  EXPECT_EQ(pieces[6].score, 0);
  EXPECT_EQ(pieces[7].score, -2.5);
}

TEST(Vocabulary, RefusesMalformedEntries) {
  const auto with = [](const std::string& entry) {
    return refusal(R"([["a",0],["b",0],["c",0],["d",0],["e",0],["f",0],)" + entry + "]");
  };
  EXPECT_EQ(with(R"(["g",-2])"), "accepted");
  EXPECT_THAT(with(R"(["g"])"), HasSubstr("vocab.json: entry 6"));
  EXPECT_THAT(with(R"(["g",-2,1])"), HasSubstr("entry 6"));
  EXPECT_THAT(with(R"([1,2])"), HasSubstr("entry 6"));
  EXPECT_THAT(with(R"(["g","-2"])"), HasSubstr("entry 6"));
  EXPECT_THAT(with(R"({"g":1})"), HasSubstr("entry 6"));
  EXPECT_THAT(with(R"(["g",1e999])"), HasSubstr("malformed JSON"));
  EXPECT_THAT(refusal("{}"), HasSubstr("expected an array"));
  EXPECT_THAT(refusal("[]"), HasSubstr("expected an array"));
  EXPECT_THAT(refusal("[[\"\xFF\",0]]"), HasSubstr("malformed JSON"));
}

}  // namespace
}  // namespace emo3d::text
