#include "emo3d/text/clip_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "emo3d/text/clip_words.h"
#include "tests/support/any_text.h"
#include "tests/support/cpu_time.h"
#include "tests/support/errors.h"
#include "tests/support/tokenizer_files.h"

namespace emo3d::text {
namespace {

using ::testing::ElementsAre;
using testing::error_message;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ModelFolder;

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Merged tokens have the ids 512 ..., start and end follow.
const Pairs kMerges = {{"j", "o"}, {"jo", "y</w>"}, {"a", "a"}, {"aa", "a</w>"}};
constexpr std::int32_t kJoy = 513, kStart = 516, kEnd = 517;

ModelFolder clip_folder(const Pairs& merges = kMerges) {
  return ModelFolder(
      {{"vocab.json", testing::vocab_json(testing::clip_tokens(merges))}, {"merges.txt", testing::merges_txt(merges)}});
}

TEST(ClipWords, CleansTexts) {
  EXPECT_EQ(clean_clip_text("  A  SMILE\t\n of \u00C9l\u00E9onore "), "a smile of \u00E9l\u00E9onore");
  EXPECT_EQ(clean_clip_text("&lt;b&gt; &amp;amp;amp; &copy2"), "<b> & \u00A92");
  EXPECT_EQ(clean_clip_text("\u03A3\u0391\u03A3"), "\u03C3\u03B1\u03C2");  // a sigma at the end of a word
  EXPECT_EQ(clean_clip_text(" \u3000\n"), "");
}

TEST(ClipWords, SplitsAsTheReference) {
  EXPECT_THAT(split_clip_words("she isn't sure, they'll say 2024!?"),
              ElementsAre("she", "isn", "'t", "sure", ",", "they", "'ll", "say", "2", "0", "2", "4", "!?"));
  EXPECT_THAT(split_clip_words("!'s 's"), ElementsAre("!'", "s", "'s"));
  EXPECT_THAT(split_clip_words("a<|endoftext|>b <|endoftext"),
              ElementsAre("a", "<|endoftext|>", "b", "<|", "endoftext"));
  EXPECT_THAT(split_clip_words("caf\u00E9\u2460\u2461\U0001F600"),
              ElementsAre("caf\u00E9", "\u2460", "\u2461", "\U0001F600"));
  EXPECT_THAT(split_clip_words("\u00A0 "), IsEmpty());
}

TEST(Clip, MergesInTheOrderOfTheList) {
  const ModelFolder folder = clip_folder();
  const auto tokenizer = ClipTokenizer::load(folder.path());
  EXPECT_EQ(tokenizer->vocabulary_size(), 518u);
  EXPECT_EQ(tokenizer->special_ids().start, kStart);
  EXPECT_EQ(tokenizer->special_ids().end, kEnd);
  EXPECT_EQ(tokenizer->special_ids().pad, kEnd);
  EXPECT_THAT(tokenizer->encode("Joy joy"), ElementsAre(kJoy, kJoy));
  EXPECT_THAT(tokenizer->encode("jo"), ElementsAre('j', 256 + 'o'));  // "o</w>" is no "o"
  EXPECT_THAT(tokenizer->encode("aaa"), ElementsAre(515));
  EXPECT_THAT(tokenizer->encode("aaaa"), ElementsAre(514, 'a', 256 + 'a'));  // the first pair first
  EXPECT_THAT(tokenizer->encode("\u00E9"), ElementsAre(0xC3, 256 + 0xA9));
  EXPECT_THAT(tokenizer->encode("<|startoftext|>joy<|endoftext|>"), ElementsAre(kStart, kJoy, kEnd));
  EXPECT_THAT(tokenizer->encode(""), IsEmpty());
}

TEST(Clip, ReadsTokenizerJsonAlone) {
  Json merges = Json::array();
  for (const auto& [left, right] : kMerges) merges.push_back({left, right});
  Json model = {{"type", "BPE"},
                {"end_of_word_suffix", "</w>"},
                {"vocab", Json::parse(testing::vocab_json(testing::clip_tokens(kMerges)))},
                {"merges", merges}};
  const ModelFolder folder(
      {{"tokenizer.json", Json({{"model", model}}).dump()}, {"tokenizer_config.json", R"({"pad_token":"!</w>"})"}});
  const auto tokenizer = load_tokenizer(folder.path());
  EXPECT_THAT(tokenizer->encode("joy aaa"), ElementsAre(kJoy, 515));
  EXPECT_EQ(tokenizer->special_ids().pad, 256 + '!');
  model["end_of_word_suffix"] = nullptr;
  const ModelFolder other({{"tokenizer.json", Json({{"model", model}}).dump()}});
  EXPECT_THAT(error_message([&] { (void)load_tokenizer(other.path()); }), HasSubstr("expected CLIP's"));
}

TEST(Clip, RefusesFilesWithTheirPlace) {
  std::vector<std::string> tokens = testing::clip_tokens(kMerges);
  const auto refusal = [&](const std::string& merges) {
    const ModelFolder folder({{"vocab.json", testing::vocab_json(tokens)}, {"merges.txt", merges}});
    return error_message([&] { (void)ClipTokenizer::load(folder.path()); });
  };
  EXPECT_EQ(refusal("j o\r\njo y</w>"), "no error");
  EXPECT_THAT(refusal("#version: 0.2\nj o\njo\n"), HasSubstr("merges.txt: line 3: \"jo\" is not two symbols"));
  EXPECT_THAT(refusal("j o k\n"), HasSubstr("line 1: \"j o k\""));
  EXPECT_THAT(refusal("j o\n\njo y</w>\n"), HasSubstr("line 2: \"\""));
  EXPECT_THAT(refusal(" o\n"), HasSubstr("line 1"));
  EXPECT_THAT(refusal("j \xFF\n"), HasSubstr("line 1 is not valid UTF-8"));
  EXPECT_THAT(refusal("j o\nj o\n"), HasSubstr("merge 1 (\"j\" and \"o\") stands twice"));
  EXPECT_THAT(refusal("q o\n"), HasSubstr("merge 0 (\"q\" and \"o\"): the vocabulary lacks \"qo\""));
  EXPECT_THAT(refusal("qq o\n"), HasSubstr("the vocabulary lacks \"qq\""));
  tokens.back() = "<end>";
  EXPECT_THAT(refusal(""), HasSubstr("vocab.json: the token \"<|endoftext|>\" is missing"));
  tokens = {"a"};
  EXPECT_THAT(refusal(""), HasSubstr("is missing"));
}

TEST(Clip, EncodesAnyText) {
  const ModelFolder folder = clip_folder();
  const auto tokenizer = ClipTokenizer::load(folder.path());
  EXPECT_TRUE(rc::check("ids are known, and bytes come back", [&] {
    const std::string text = *testing::any_text();
    std::size_t symbols = 0;
    for (const std::int32_t id : tokenizer->encode(text)) {
      RC_ASSERT(id >= 0 && static_cast<std::size_t>(id) < tokenizer->vocabulary_size());
      ++symbols;
    }
    RC_ASSERT(symbols <= 3 * text.size());
    const TokenWindows cut = make_windows(*tokenizer, text, 7, LengthPolicy::kCut);
    RC_ASSERT(cut.windows[0].back() == kEnd);
    RC_ASSERT(cut.tokens == symbols);
  }));
  EXPECT_THAT(error_message([&] { (void)tokenizer->encode("a\xFF"); }), HasSubstr("byte 1 is 0xff"));
  EXPECT_THAT(error_message([&] { (void)tokenizer->encode(std::string((16 << 20) + 1, 'a')); }), HasSubstr("limit"));
}

TEST(Clip, TakesAlmostLinearTimeForALongWord) {
  const ModelFolder folder = clip_folder();
  const auto tokenizer = ClipTokenizer::load(folder.path());
  const auto seconds = [&](std::size_t characters) {
    const std::string text(characters, 'a');
    return testing::shortest_cpu_seconds([&] { (void)tokenizer->encode(text); });
  };
  EXPECT_LT(seconds(400'000), 120 * seconds(20'000));  // linear: 20 times, quadratic: 400 times
}

}  // namespace
}  // namespace emo3d::text
