#include "emo3d/text/wordpiece_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/support/any_text.h"
#include "tests/support/errors.h"
#include "tests/support/tokenizer_files.h"

namespace emo3d::text {
namespace {

using ::testing::ElementsAre;
using testing::error_message;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ModelFolder;

constexpr BertCleaning kUncased = {};
constexpr BertCleaning kCased = {.lower_case = false, .strip_accents = false, .split_chinese = true};

TEST(BertWords, PartsAtBlanksAndMarks) {
  EXPECT_THAT(bert_words(" She isn't  sad:\n(ok)", kCased),
              ElementsAre("She", "isn", "'", "t", "sad", ":", "(", "ok", ")"));
  EXPECT_THAT(bert_words("a$b^c_d", kCased), ElementsAre("a", "$", "b", "^", "c", "_", "d"));
  EXPECT_THAT(bert_words("\u201Cx\u201D\u2014y", kCased), ElementsAre("\u201C", "x", "\u201D", "\u2014", "y"));
  EXPECT_THAT(bert_words("", kCased), IsEmpty());
  EXPECT_THAT(bert_words(" \t\u00A0\u3000\u2028", kCased), IsEmpty());
}

TEST(BertWords, DropsControlAndFormatCharacters) {
  EXPECT_THAT(bert_words("a\u0001b\u007F\u0085\u200B\u00AD\uFEFF\uFFFDc", kCased), ElementsAre("abc"));
  EXPECT_THAT(bert_words(std::string_view("a\0b\tc", 5), kCased), ElementsAre("ab", "c"));
}

TEST(BertWords, MakesSmallLettersWithoutAccents) {
  EXPECT_THAT(bert_words("\u00C9t\u00C9 Stra\u00DFe", kUncased), ElementsAre("ete", "stra\u00DFe"));
  EXPECT_THAT(bert_words("e\u0301\u0307", kUncased), ElementsAre("e"));
  EXPECT_THAT(bert_words("\u0130\u03A3\u03A3", kUncased), ElementsAre("i\u03C3\u03C3"));  // no final sigma
  EXPECT_THAT(bert_words("\u0130", {.lower_case = true, .strip_accents = false}), ElementsAre("i\u0307"));
  EXPECT_THAT(bert_words("\u00C9", {.lower_case = false, .strip_accents = true}), ElementsAre("E"));
  EXPECT_THAT(bert_words("\u00C9", kCased), ElementsAre("\u00C9"));
}

TEST(BertWords, PartsChineseButNotKanaOrHangul) {
  EXPECT_THAT(bert_words("x\u5E78\u798Fy", kCased), ElementsAre("x", "\u5E78", "\u798F", "y"));
  EXPECT_THAT(bert_words("\u3072\u3089\uAC00\uB098", kCased), ElementsAre("\u3072\u3089\uAC00\uB098"));
  EXPECT_THAT(bert_words("x\u5E78", {.lower_case = false, .strip_accents = false, .split_chinese = false}),
              ElementsAre("x\u5E78"));
}

// Ids: [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, [MASK] 4, un 5, ##aff 6, ##able 7, a 8, ##a 9, e 10, E 11, ! 12
const std::string kVocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nun\n##aff\n##able\na\n##a\ne\nE\n!\n";

TEST(WordPiece, TakesTheLongestPieces) {
  const ModelFolder folder({{"vocab.txt", kVocabulary}});
  const auto tokenizer = WordPieceTokenizer::load(folder.path());
  EXPECT_EQ(tokenizer->vocabulary_size(), 13u);
  EXPECT_EQ(tokenizer->special_ids().start, 2);
  EXPECT_EQ(tokenizer->special_ids().end, 3);
  EXPECT_EQ(tokenizer->special_ids().pad, 0);
  EXPECT_THAT(tokenizer->encode("Unaffable!"), ElementsAre(5, 6, 7, 12));
  EXPECT_THAT(tokenizer->encode("unaffx"), ElementsAre(1));  // a word is known as a whole or not at all
  EXPECT_THAT(tokenizer->encode("a##a"), ElementsAre(8, 1, 1, 8));
  EXPECT_THAT(tokenizer->encode(" "), IsEmpty());
}

TEST(WordPiece, KnowsNoWordOfMoreThanAHundredCharacters) {
  const ModelFolder folder({{"vocab.txt", kVocabulary}});
  const auto tokenizer = WordPieceTokenizer::load(folder.path());
  EXPECT_EQ(tokenizer->encode(std::string(100, 'a')).size(), 100u);
  EXPECT_THAT(tokenizer->encode(std::string(101, 'a')), ElementsAre(1));
}

TEST(WordPiece, FindsSpecialTokensInTheText) {
  const ModelFolder folder({{"vocab.txt", kVocabulary}});
  const auto tokenizer = WordPieceTokenizer::load(folder.path());
  EXPECT_THAT(tokenizer->encode("[CLS] a[SEP][MASK] [sep]"), ElementsAre(2, 8, 3, 4, 1, 1, 1));
}

TEST(WordPiece, FollowsTheSettingsOfTheFolder) {
  const auto ids = [](const std::vector<std::pair<std::string, std::string>>& further, std::string_view text) {
    std::vector<std::pair<std::string, std::string>> files = further;
    files.emplace_back("vocab.txt", kVocabulary);
    return WordPieceTokenizer::load(ModelFolder(files).path())->encode(text);
  };
  EXPECT_THAT(ids({}, "\u00C9"), ElementsAre(10));
  EXPECT_THAT(ids({{"tokenizer_config.json", R"({"do_lower_case":false})"}}, "E \u00C9"), ElementsAre(11, 1));
  EXPECT_THAT(ids({{"tokenizer_config.json", R"({"do_lower_case":false,"strip_accents":true})"}}, "\u00C9"),
              ElementsAre(11));
  EXPECT_THAT(ids({{"tokenizer_config.json", R"({"strip_accents":false})"}}, "\u00C9"), ElementsAre(1));
  EXPECT_THAT(ids({{"special_tokens_map.json", R"({"unk_token":{"content":"[MASK]"}})"}}, "x"), ElementsAre(4));
  EXPECT_THAT(ids({{"tokenizer_config.json", R"({"added_tokens_decoder":{"5":{"content":"un"}}})"}}, "aun"),
              ElementsAre(8, 5));
  const std::string json = R"({"model":{"type":"WordPiece","vocab":{"[PAD]":0}},
      "normalizer":{"type":"BertNormalizer","lowercase":false},"pre_tokenizer":{"type":"BertPreTokenizer"}})";
  EXPECT_THAT(ids({{"tokenizer.json", json}}, "E"), ElementsAre(11));
}

TEST(WordPiece, ReadsTokenizerJsonAlone) {
  const std::string json =
      R"({"model":{"type":"WordPiece","unk_token":"[UNK]",
          "vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"A":4,"##b":5}},
          "normalizer":{"type":"BertNormalizer","lowercase":false},"pre_tokenizer":{"type":"BertPreTokenizer"},
          "added_tokens":[{"id":6,"content":"<x>"}]})";
  const ModelFolder folder({{"tokenizer.json", json}});
  const auto tokenizer = load_tokenizer(folder.path());
  EXPECT_THAT(tokenizer->encode("Ab a <x>"), ElementsAre(4, 5, 1, 6));
}

TEST(WordPiece, RefusesFoldersWithFaults) {
  const auto refusal = [](const std::vector<std::pair<std::string, std::string>>& files) {
    const ModelFolder folder(files);
    return error_message([&] { (void)WordPieceTokenizer::load(folder.path()); });
  };
  EXPECT_THAT(refusal({{"vocab.txt", "[PAD]\n[UNK]\n[CLS]\n"}}),
              HasSubstr("vocab.txt: the token \"[SEP]\" is missing"));
  EXPECT_THAT(refusal({}), HasSubstr("tokenizer.json"));
  EXPECT_THAT(refusal({{"vocab.txt", kVocabulary}, {"tokenizer_config.json", R"({"do_lower_case":"no"})"}}),
              HasSubstr("tokenizer_config.json: \"do_lower_case\" must be true, false or null"));
  EXPECT_THAT(refusal({{"vocab.txt", kVocabulary}, {"tokenizer_config.json", "[]"}}), HasSubstr("expected an object"));
  EXPECT_THAT(refusal({{"vocab.txt", kVocabulary}, {"tokenizer_config.json", R"({"added_tokens_decoder":{"x":{}}})"}}),
              HasSubstr("\"x\" where an id is expected"));
  EXPECT_THAT(refusal({{"vocab.txt", kVocabulary},
                       {"tokenizer_config.json", R"({"added_tokens_decoder":{"13":{"content":"new"}}})"}}),
              HasSubstr("\"new\" has the id 13, the vocabulary has 13 tokens"));
}

TEST(WordPiece, RefusesStepsThatItDoesNotTake) {
  const auto refusal = [](const std::string& steps) {
    const ModelFolder folder(
        {{"tokenizer.json", R"({"model":{"type":"WordPiece","vocab":{"[PAD]":0}},)" + steps + "}"}});
    return error_message([&] { (void)WordPieceTokenizer::load(folder.path()); });
  };
  const std::string bert = R"("pre_tokenizer":{"type":"BertPreTokenizer"},)";
  EXPECT_THAT(refusal(bert + R"("normalizer":null)"),
              HasSubstr("\"normalizer\" of type \"\", expected BertNormalizer"));
  EXPECT_THAT(refusal(bert + R"("normalizer":{"type":"Lowercase"})"), HasSubstr("\"Lowercase\""));
  EXPECT_THAT(refusal(R"("normalizer":{"type":"BertNormalizer"},"pre_tokenizer":{"type":"Whitespace"})"),
              HasSubstr("\"pre_tokenizer\" of type \"Whitespace\""));
}

TEST(WordPiece, EncodesAnyText) {
  const ModelFolder folder({{"vocab.txt", kVocabulary}});
  const auto tokenizer = WordPieceTokenizer::load(folder.path());
  EXPECT_TRUE(rc::check("ids are known", [&] {
    for (const std::int32_t id : tokenizer->encode(*testing::any_text()))
      RC_ASSERT(id >= 0 && static_cast<std::size_t>(id) < tokenizer->vocabulary_size());
  }));
  EXPECT_THAT(error_message([&] { (void)tokenizer->encode("a\xFF"); }), HasSubstr("byte 1 is 0xff"));
}

}  // namespace
}  // namespace emo3d::text
