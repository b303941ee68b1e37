#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"
#include "emo3d/text/clip_words.h"
#include "emo3d/text/sentencepiece_tokenizer.h"
#include "emo3d/text/wordpiece_tokenizer.h"
#include "tests/support/golden.h"

/// The reference tokenizers' ids: Hugging Face's `tokenizers` and libsentencepiece on models trained for the purpose.
namespace emo3d::text {
namespace {

using Ids = std::vector<std::int32_t>;

Ids framed(const SubwordTokenizer& tokenizer, Ids ids) {
  ids.insert(ids.begin(), tokenizer.special_ids().start);
  ids.push_back(tokenizer.special_ids().end);
  return ids;
}

void expect_equal(const SubwordTokenizer& tokenizer, const Json& golden) {
  const Json& rows = golden.at("rows");
  ASSERT_EQ(rows.size(), 60u);
  const auto text = [&](const Json& index) { return rows.at(index.get<std::size_t>()).at("text").get<std::string>(); };
  for (const Json& row : rows)
    EXPECT_EQ(framed(tokenizer, tokenizer.encode(row.at("text").get<std::string>())), row.at("ids").get<Ids>())
        << row.at("index") << ": " << row.at("text");
  for (const Json& row : golden.at("without_special_tokens"))
    EXPECT_EQ(tokenizer.encode(text(row.at("index"))), row.at("ids").get<Ids>()) << row.at("index");
  for (const Json& row : golden.at("pairs")) {
    const TokenPair pair = encode_pair(tokenizer, text(row.at("a")), text(row.at("b")), 512);
    EXPECT_EQ(pair.ids, row.at("ids").get<Ids>()) << row.at("a");
    EXPECT_EQ(pair.type_ids, row.at("type_ids").get<Ids>()) << row.at("a");
    EXPECT_EQ(pair.cut, 0u);
  }
  for (const Json& row : golden.at("truncated")) {
    const auto max_length = row.at("max_length").get<std::size_t>();
    const TokenWindows cut = make_windows(tokenizer, text(row.at("index")), max_length, LengthPolicy::kCut);
    ASSERT_EQ(cut.windows.size(), 1u);
    EXPECT_EQ(cut.windows[0], row.at("ids").get<Ids>()) << row.at("index");
    EXPECT_EQ(cut.tokens - cut.cut + SubwordTokenizer::kFrame, cut.windows[0].size());
  }
  for (const Json& row : golden.at("truncated_pair")) {
    const TokenPair pair =
        encode_pair(tokenizer, text(row.at("a")), text(row.at("b")), row.at("max_length").get<std::size_t>());
    EXPECT_EQ(pair.ids, row.at("ids").get<Ids>());
    EXPECT_EQ(pair.type_ids, row.at("type_ids").get<Ids>());
  }
}

void expect_texts_of_model(const SubwordTokenizer& tokenizer, const Json& golden) {
  for (const Json& row : golden.at("rows")) {
    const TokenWindows windows = make_windows(tokenizer, row.at("text").get<std::string>(), 64, LengthPolicy::kCut);
    EXPECT_EQ(windows.windows[0], row.at("ids").get<Ids>()) << row.at("text");
  }
}

TEST(TokenizersGolden, WordPieceEqualsTheReference) {
  EMO3D_GOLDEN_OR_SKIP(folder, "tokenizers");
  for (const char* name : {"wordpiece-cased", "wordpiece-uncased"}) {
    SCOPED_TRACE(name);
    expect_equal(*load_tokenizer(folder / name), read_json(folder / name / "golden.json"));
  }
}

TEST(TokenizersGolden, SentencePieceEqualsTheReference) {
  EMO3D_GOLDEN_OR_SKIP(folder, "tokenizers/unigram");
  const auto tokenizer = SentencePieceTokenizer::load(folder);
  const Json golden = read_json(folder / "golden.json");
  expect_equal(*tokenizer, golden);
  for (const Json& row : golden.at("rows"))
    EXPECT_EQ(framed(*tokenizer, tokenizer->encode_plain(row.at("text").get<std::string>())),
              row.at("spm_ids").get<Ids>())
        << row.at("index");
}

TEST(TokenizersGolden, ClipEqualsTheReference) {
  EMO3D_GOLDEN_OR_SKIP(folder, "clip-tiny");
  const auto tokenizer = load_tokenizer(folder);
  EXPECT_EQ(tokenizer->special_ids().start, 49406);
  EXPECT_EQ(tokenizer->special_ids().end, 49407);
  EXPECT_EQ(tokenizer->vocabulary_size(), 49408u);
  const Json rows = read_json(folder / "texts.json");
  ASSERT_EQ(rows.size(), 43u);
  for (const Json& row : rows) {
    const auto text = row.at("text").get<std::string>();
    const auto ids = row.at("ids").get<Ids>();
    EXPECT_EQ(clean_clip_text(text), row.at("cleaned").get<std::string>());
    EXPECT_EQ(framed(*tokenizer, tokenizer->encode(text)), ids) << row.at("index") << ": " << text;

    const bool too_long = row.at("too_long_without_truncate").get<bool>();
    const TokenWindows cut = make_windows(*tokenizer, text, 77, LengthPolicy::kCut);
    EXPECT_EQ(cut.windows.at(0), too_long ? row.at("ids_77_truncated").get<Ids>() : ids) << row.at("index");
    EXPECT_EQ(cut.tokens, ids.size() - 2);
    EXPECT_EQ(cut.cut, too_long ? ids.size() - 77 : 0);
    if (too_long) {
      EXPECT_THROW((void)make_windows(*tokenizer, text, 77, LengthPolicy::kError), Error);
    }
  }
}

TEST(TokenizersGolden, TextsOfTheTinyModelsEqualTheReference) {
  EMO3D_GOLDEN_OR_SKIP(root, "");
  for (const char* name : {"bert-tiny", "xlmr-tiny"}) {
    SCOPED_TRACE(name);
    expect_texts_of_model(*load_tokenizer(root / name), read_json(root / name / "text_golden.json"));
  }
}

}  // namespace
}  // namespace emo3d::text
