#include "emo3d/text/vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emo3d/text/tokenizer_json.h"
#include "tests/support/errors.h"

namespace emo3d::text {
namespace {

using testing::error_message;
using ::testing::HasSubstr;

TEST(VocabTxt, ReadsATokenALine) {
  const Vocabulary vocabulary = parse_vocab_txt("a\nb c\r\n\xC3\xA9", "vocab.txt");
  ASSERT_EQ(vocabulary.size(), 3u);
  EXPECT_EQ(vocabulary.find("a"), 0);
  EXPECT_EQ(vocabulary.find("b c"), 1);
  EXPECT_EQ(vocabulary.token(2), "\xC3\xA9");
  EXPECT_EQ(vocabulary.find("d"), Vocabulary::kNone);
  EXPECT_EQ(parse_vocab_txt("a\nb\n", "vocab.txt").size(), 2u);
}

TEST(VocabTxt, RefusesFaultsWithTheLine) {
  const auto refusal = [](std::string_view bytes) {
    return error_message([&] { (void)parse_vocab_txt(bytes, "vocab.txt"); });
  };
  EXPECT_THAT(refusal(""), HasSubstr("vocab.txt: a vocabulary of 0 tokens"));
  EXPECT_THAT(refusal("a\n\nb\n"), HasSubstr("vocab.txt: line 2 is empty"));
  EXPECT_THAT(refusal("a\nb\na\n"), HasSubstr("\"a\" has two ids, 0 and 2"));
  EXPECT_THAT(refusal("a\n\xFF\n"), HasSubstr("line 2 is not valid UTF-8"));
}

TEST(VocabJson, ReadsIdsInAnyOrder) {
  const Vocabulary vocabulary = parse_vocab_json(R"({"b": 1, "a": 0, "</w>": 2})", "vocab.json");
  ASSERT_EQ(vocabulary.size(), 3u);
  EXPECT_EQ(vocabulary.token(0), "a");
  EXPECT_EQ(vocabulary.find("</w>"), 2);
}

TEST(VocabJson, RefusesFaultsWithTheToken) {
  const auto refusal = [](std::string_view bytes) {
    return error_message([&] { (void)parse_vocab_json(bytes, "vocab.json"); });
  };
  EXPECT_THAT(refusal(R"({"a":0,"b":2})"), HasSubstr("vocab.json: 2 tokens, but \"b\" has the id 2"));
  EXPECT_THAT(refusal(R"({"a":0,"b":0})"), HasSubstr("the id 0 stands at \"a\" and at \"b\""));
  EXPECT_THAT(refusal(R"({"a":0,"a":1})"), HasSubstr("\"a\" has two ids"));
  EXPECT_THAT(refusal(R"({"":0})"), HasSubstr("id 0 is empty"));
  EXPECT_THAT(refusal(R"({"a":-1})"), HasSubstr("a negative number where an object of tokens and their ids"));
  EXPECT_THAT(refusal(R"({"a":0.5})"), HasSubstr("a fraction"));
  EXPECT_THAT(refusal(R"({"a":18446744073709551615})"), HasSubstr("has the id 18446744073709551615"));
  EXPECT_THAT(refusal(R"({"a":{"b":1}})"), HasSubstr("an object where"));
  EXPECT_THAT(refusal(R"(["a"])"), HasSubstr("an array where"));
  EXPECT_THAT(refusal("3"), HasSubstr("a number where"));
  EXPECT_THAT(refusal("{}"), HasSubstr("0 tokens"));
  EXPECT_THAT(refusal(""), HasSubstr("malformed JSON"));
  EXPECT_THAT(refusal("{\"a\":0"), HasSubstr("malformed JSON at byte"));
  EXPECT_THAT(refusal("{\"\xFF\":0}"), HasSubstr("malformed JSON"));
  EXPECT_THAT(refusal(std::string(100'000, '[')), HasSubstr("an array where"));
}

TEST(TokenizerJson, ReadsBothFormsOfMerges) {
  for (const char* merges : {R"(["a b","ab c"])", R"([["a","b"],["ab","c"]])"}) {
    const TokenizerJson file = parse_tokenizer_json(
        std::string(
            R"({"model":{"type":"BPE","end_of_word_suffix":"</w>","vocab":{"a":0,"b":1,"c":2,"ab":3,"abc":4},)") +
            R"("merges":)" + merges + R"(},"added_tokens":[{"id":5,"content":"<x>","lstrip":true}]})",
        "tokenizer.json");
    ASSERT_EQ(file.merges.size(), 2u);
    EXPECT_EQ(file.merges[1], (std::pair<std::string, std::string>("ab", "c")));
    EXPECT_EQ(file.vocabulary.find("<x>"), 5);
    ASSERT_EQ(file.added_tokens.size(), 1u);
    EXPECT_TRUE(file.added_tokens[0].strips_left);
    EXPECT_EQ(file.end_of_word, "</w>");
  }
}

TEST(TokenizerJson, RefusesFaultsWithTheMember) {
  const auto refusal = [](std::string_view bytes) {
    return error_message([&] { (void)parse_tokenizer_json(bytes, "tokenizer.json"); });
  };
  EXPECT_THAT(refusal("[]"), HasSubstr("expected an object with \"model\""));
  EXPECT_THAT(refusal(R"({"model":{"type":"WordLevel"}})"), HasSubstr("\"WordLevel\", expected BPE or WordPiece"));
  EXPECT_THAT(refusal(R"({"model":{"type":"WordPiece","vocab":[]}})"), HasSubstr("\"vocab\" must be an object"));
  EXPECT_THAT(refusal(R"({"model":{"type":"WordPiece","vocab":{"a":"b"}}})"), HasSubstr("the id of \"a\""));
  EXPECT_THAT(refusal(R"({"model":{"type":"BPE","vocab":{"a":0},"merges":["a"]}})"), HasSubstr("merge 0"));
  EXPECT_THAT(refusal(R"({"model":{"type":"BPE","vocab":{"a":0},"merges":[["a",1]]}})"), HasSubstr("merge 0"));
  EXPECT_THAT(refusal(R"({"model":{"type":"BPE","vocab":{"a":0}}})"), HasSubstr("\"merges\" is missing"));
  const auto with_added = [&](const std::string& entry) {
    return refusal(R"({"model":{"type":"WordPiece","vocab":{"a":0}},"normalizer":{"type":"BertNormalizer"},
        "pre_tokenizer":{"type":"BertPreTokenizer"},"added_tokens":[)" +
                   entry + "]}");
  };
  EXPECT_EQ(with_added(R"({"id":0,"content":"a"})"), "no error");
  EXPECT_THAT(with_added(R"({"id":1,"content":"a"})"), HasSubstr("\"a\" has two ids, 1 and 0"));
  EXPECT_THAT(with_added(R"({"id":2,"content":"b"})"), HasSubstr("without a gap"));
  EXPECT_THAT(with_added(R"({"id":1,"content":"b","single_word":true})"), HasSubstr("not supported"));
  EXPECT_THAT(with_added(R"({"id":1,"content":"b","lstrip":1})"), HasSubstr("\"lstrip\""));
  EXPECT_THAT(with_added("3"), HasSubstr("expected an object"));
  EXPECT_THAT(refusal(R"({"model":{"type":"WordPiece","vocab":{"a":0}},
      "normalizer":{"type":"BertNormalizer","lowercase":3},"pre_tokenizer":{"type":"BertPreTokenizer"}})"),
              HasSubstr("\"lowercase\" must be"));
}

}  // namespace
}  // namespace emo3d::text
