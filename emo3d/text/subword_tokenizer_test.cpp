#include "emo3d/text/subword_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/support/errors.h"
#include "tests/support/tokenizer_files.h"

namespace emo3d::text {
namespace {

using ::testing::ElementsAre;
using testing::error_message;
using ::testing::HasSubstr;
using testing::ModelFolder;

/// Each byte is a token; start 1000, end 1001.
class Bytes : public SubwordTokenizer {
 public:
  explicit Bytes(PairFormat pair = {.further_ends = 0, .second_type = 1})
      : SubwordTokenizer({1000, 1001, 0}, pair, 1002) {}
  [[nodiscard]] std::vector<std::int32_t> encode(std::string_view utf8) const override {
    return {utf8.begin(), utf8.end()};
  }
};

TEST(TokenWindows, FrameATextThatFits) {
  for (const LengthPolicy policy : {LengthPolicy::kError, LengthPolicy::kCut, LengthPolicy::kChunkMean}) {
    const TokenWindows windows = make_windows(Bytes(), "abc", 5, policy);
    EXPECT_THAT(windows.windows, ElementsAre(ElementsAre(1000, 'a', 'b', 'c', 1001)));
    EXPECT_EQ(windows.tokens, 3u);
    EXPECT_EQ(windows.cut, 0u);
    EXPECT_THAT(make_windows(Bytes(), "", 3, policy).windows, ElementsAre(ElementsAre(1000, 1001)));
  }
}

TEST(TokenWindows, CutKeepsTheEndAndCounts) {
  const TokenWindows windows = make_windows(Bytes(), "abcdef", 5, LengthPolicy::kCut);
  EXPECT_THAT(windows.windows, ElementsAre(ElementsAre(1000, 'a', 'b', 'c', 1001)));
  EXPECT_EQ(windows.tokens, 6u);
  EXPECT_EQ(windows.cut, 3u);
}

TEST(TokenWindows, ChunksAreAsFewAndAsEvenAsCanBe) {
  EXPECT_THAT(make_windows(Bytes(), "abcdefg", 5, LengthPolicy::kChunkMean).windows,
              ElementsAre(ElementsAre(1000, 'a', 'b', 'c', 1001), ElementsAre(1000, 'd', 'e', 1001),
                          ElementsAre(1000, 'f', 'g', 1001)));
}

TEST(TokenWindows, ErrorNamesCountAndLimit) {
  EXPECT_THAT(error_message([] { (void)make_windows(Bytes(), "abcdef", 7, LengthPolicy::kError); }),
              HasSubstr("\"abcdef\" has 8 tokens with its start and end, the encoder takes 7"));
  EXPECT_THAT(error_message([] { (void)make_windows(Bytes(), "a", 2, LengthPolicy::kCut); }), HasSubstr("at least 3"));
}

TEST(TokenWindows, JoinToTheUncutIds) {
  EXPECT_TRUE(rc::check("windows", [] {
    const auto text = *rc::gen::container<std::string>(rc::gen::inRange('a', 'z'));
    const auto max_length = *rc::gen::inRange<std::size_t>(3, 20);
    std::vector<std::int32_t> joined;
    const TokenWindows chunks = make_windows(Bytes(), text, max_length, LengthPolicy::kChunkMean);
    for (const auto& window : chunks.windows) {
      RC_ASSERT(window.size() <= max_length && window.front() == 1000 && window.back() == 1001);
      joined.insert(joined.end(), window.begin() + 1, window.end() - 1);
    }
    RC_ASSERT(joined == Bytes().encode(text));
    RC_ASSERT(chunks.cut == 0u && chunks.tokens == joined.size());
    RC_ASSERT(chunks.windows.size() == std::max<std::size_t>(1, (text.size() + max_length - 3) / (max_length - 2)));

    const TokenWindows cut = make_windows(Bytes(), text, max_length, LengthPolicy::kCut);
    RC_ASSERT(cut.windows.size() == 1u && cut.windows[0].size() <= max_length);
    RC_ASSERT(cut.windows[0].back() == 1001);
    RC_ASSERT(cut.windows[0].size() - 2 + cut.cut == text.size());
    RC_ASSERT(count_kept(text.size(), max_length) + cut.cut == text.size());
  }));
}

TEST(LengthPolicy, HasNames) {
  EXPECT_EQ(parse_length_policy("error"), LengthPolicy::kError);
  EXPECT_EQ(parse_length_policy("cut"), LengthPolicy::kCut);
  EXPECT_EQ(parse_length_policy("chunk-mean"), LengthPolicy::kChunkMean);
  EXPECT_THAT(error_message([] { (void)parse_length_policy("Cut"); }), HasSubstr("error, cut or chunk-mean"));
}

TEST(TokenPair, FollowsTheFormatOfTheTokenizer) {
  const TokenPair bert = encode_pair(Bytes(), "ab", "c", 9);
  EXPECT_THAT(bert.ids, ElementsAre(1000, 'a', 'b', 1001, 'c', 1001));
  EXPECT_THAT(bert.type_ids, ElementsAre(0, 0, 0, 0, 1, 1));
  const TokenPair roberta = encode_pair(Bytes({.further_ends = 1, .second_type = 0}), "ab", "c", 9);
  EXPECT_THAT(roberta.ids, ElementsAre(1000, 'a', 'b', 1001, 1001, 'c', 1001));
  EXPECT_THAT(roberta.type_ids, ElementsAre(0, 0, 0, 0, 0, 0, 0));
}

TEST(TokenPair, CutsTheLongerTextFirst) {
  const TokenPair longer_second = encode_pair(Bytes(), "ab", "cdefgh", 8);
  EXPECT_THAT(longer_second.ids, ElementsAre(1000, 'a', 'b', 1001, 'c', 'd', 'e', 1001));
  EXPECT_EQ(longer_second.cut, 3u);
  EXPECT_THAT(encode_pair(Bytes(), "abcdef", "gh", 8).ids, ElementsAre(1000, 'a', 'b', 'c', 1001, 'g', 'h', 1001));
  EXPECT_THAT(encode_pair(Bytes(), "abcdef", "ghijkl", 8).ids, ElementsAre(1000, 'a', 'b', 1001, 'g', 'h', 'i', 1001));
  EXPECT_THAT(encode_pair(Bytes(), "ab", "cd", 3).ids, ElementsAre(1000, 1001, 1001));
  EXPECT_THAT(error_message([] { (void)encode_pair(Bytes(), "ab", "cd", 2); }), HasSubstr("more than 3"));
}

const std::string kWordPiece = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nhello\n";

TEST(LoadTokenizer, GoesByClassThenModelTypeThenFiles) {
  const std::vector<std::string> tokens = testing::clip_tokens({});
  const std::pair<std::string, std::string> vocab_json = {"vocab.json", testing::vocab_json(tokens)};
  const std::pair<std::string, std::string> merges = {"merges.txt", ""};
  const std::pair<std::string, std::string> vocab_txt = {"vocab.txt", kWordPiece};
  const std::pair<std::string, std::string> pieces = {"sentencepiece.bpe.model",
                                                      testing::sentencepiece_model({{"a", -1, 1}})};
  const auto size = [](const ModelFolder& folder) { return load_tokenizer(folder.path())->vocabulary_size(); };
  EXPECT_EQ(size(ModelFolder({vocab_json, merges})), 514u);
  EXPECT_EQ(size(ModelFolder({vocab_txt})), 5u);
  EXPECT_EQ(size(ModelFolder({pieces})), 6u);
  EXPECT_EQ(size(ModelFolder({pieces, vocab_txt, {"config.json", R"({"model_type":"bert"})"}})), 5u);
  EXPECT_EQ(size(ModelFolder({pieces,
                              vocab_txt,
                              {"config.json", R"({"model_type":"bert"})"},
                              {"tokenizer_config.json", R"({"tokenizer_class":"XLMRobertaTokenizerFast"})"}})),
            6u);
  EXPECT_EQ(size(ModelFolder({pieces, {"tokenizer_config.json", R"({"tokenizer_class":"PreTrainedTokenizerFast"})"}})),
            6u);
}

TEST(LoadTokenizer, SaysWhatItExpects) {
  const auto refusal = [](const std::vector<std::pair<std::string, std::string>>& files) {
    const ModelFolder folder(files);
    return error_message([&] { (void)load_tokenizer(folder.path()); });
  };
  EXPECT_THAT(refusal({}), HasSubstr("expected vocab.json with merges.txt, vocab.txt, sentencepiece.bpe.model or"));
  EXPECT_THAT(refusal({{"tokenizer_config.json", R"({"tokenizer_class":"T5Tokenizer"})"}}),
              HasSubstr("\"T5Tokenizer\", expected CLIPTokenizer, BertTokenizer or XLMRobertaTokenizer"));
  EXPECT_THAT(refusal({{"tokenizer_config.json", R"({"tokenizer_class":3})"}}),
              HasSubstr("\"tokenizer_class\" must be a string"));
  EXPECT_THAT(refusal({{"config.json", R"({"model_type":"xlm-roberta"})"}, {"tokenizer.json", "{}"}}),
              HasSubstr("sentencepiece.bpe.model is missing"));
  EXPECT_THAT(refusal({{"tokenizer.json", R"({"model":{"type":"Unigram","vocab":[]}})"}}),
              HasSubstr("expected that file beside this one"));
  EXPECT_THAT(refusal({{"vocab.json", "{}"}, {"config.json", R"({"model_type":"clip"})"}}), HasSubstr("merges.txt"));
  EXPECT_THAT(error_message([] { (void)load_tokenizer("/nowhere"); }), HasSubstr("/nowhere is no folder"));
}

}  // namespace
}  // namespace emo3d::text
