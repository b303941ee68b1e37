#include "emo3d/text/sentencepiece_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

#include "emo3d/text/sentencepiece_model.h"
#include "tests/support/any_text.h"
#include "tests/support/errors.h"
#include "tests/support/tokenizer_files.h"

namespace emo3d::text {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using testing::error_message;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::proto_bytes;
using testing::sentencepiece_model;

// Pieces 3 to 7, so ids 4 to 8; <mask> is 9.
const std::vector<testing::SentencePiece> kPieces = {
    {"\u2581", -2, 1}, {"a", -3, 1}, {"b", -3, 1}, {"ab", -4, 1}, {"\u2581joy", -5, 1}};

TEST(SentencePiece, MovesIdsAsFairseqDoes) {
  const SentencePieceTokenizer tokenizer(sentencepiece_model(kPieces), {}, "model");
  EXPECT_EQ(tokenizer.vocabulary_size(), 10u);
  EXPECT_EQ(tokenizer.special_ids().start, 0);
  EXPECT_EQ(tokenizer.special_ids().pad, 1);
  EXPECT_EQ(tokenizer.special_ids().end, 2);
  EXPECT_THAT(tokenizer.encode("ab joy x"), ElementsAre(4, 7, 8, 4, 3));
  EXPECT_THAT(tokenizer.encode(""), IsEmpty());
}

TEST(SentencePiece, FindsSpecialTokensInTheText) {
  const SentencePieceTokenizer tokenizer(sentencepiece_model(kPieces), {}, "model");
  EXPECT_THAT(tokenizer.encode("<s>a <mask></s> <pad><unk>"), ElementsAre(0, 4, 5, 9, 2, 1, 3));
  EXPECT_THAT(tokenizer.encode_plain("<s>"), ElementsAre(4, 3));
  const SentencePieceTokenizer with_added(sentencepiece_model(kPieces), {{.text = "zz", .id = 6}}, "model");
  EXPECT_THAT(with_added.encode("azza"), ElementsAre(4, 5, 6, 4, 5));
  EXPECT_THAT(error_message([] {
                const SentencePieceTokenizer outside(sentencepiece_model(kPieces), {{.text = "zz", .id = 10}}, "model");
              }),
              HasSubstr("model: the added token \"zz\" has the id 10, the vocabulary has 10 ids"));
}

TEST(SentencePiece, EncodesAnyText) {
  const SentencePieceTokenizer tokenizer(sentencepiece_model(kPieces), {}, "model");
  EXPECT_TRUE(rc::check("ids are known", [&] {
    for (const std::int32_t id : tokenizer.encode(*testing::any_text()))
      RC_ASSERT(id >= 0 && static_cast<std::size_t>(id) < tokenizer.vocabulary_size());
  }));
  EXPECT_THAT(error_message([&] { (void)tokenizer.encode("a\xFF"); }), HasSubstr("byte 1 is 0xff"));
}

std::string refusal(std::string_view model) {
  return error_message([&] { (void)check_sentencepiece_model(model, "model"); });
}

TEST(SentencePieceModel, CountsThePieces) {
  EXPECT_EQ(check_sentencepiece_model(sentencepiece_model(kPieces), "model"), 8u);
}

TEST(SentencePieceModel, RefusesPiecesWithTheirPlace) {
  const auto with = [](const testing::SentencePiece& piece) { return refusal(sentencepiece_model({piece})); };
  EXPECT_THAT(with({"", -1, 1}), HasSubstr("model: piece 3: \"\" is no piece"));
  EXPECT_THAT(with({"\xFF", -1, 1}), HasSubstr("piece 3: \"\\xff\" is no piece"));
  EXPECT_THAT(with({"a", std::numeric_limits<float>::quiet_NaN(), 1}), HasSubstr("piece 3: the score is not finite"));
  EXPECT_THAT(with({"a", -1, 2}), HasSubstr("piece 3: a second unknown piece"));
  EXPECT_THAT(with({"<s>", -1, 1}), HasSubstr("piece 3: a second <s>"));
  EXPECT_THAT(error_message([] {
                const SentencePieceTokenizer twice(sentencepiece_model({{"a", -1, 1}, {"a", -1, 1}}), {}, "model");
              }),
              HasSubstr("model: "));
  EXPECT_THAT(refusal(sentencepiece_model({})), HasSubstr("3 pieces, expected at least 4"));
  EXPECT_THAT(refusal(proto_bytes(1, proto_bytes(1, "a"))), HasSubstr("piece 0: \"a\" of type 1, expected <unk>"));
}

TEST(SentencePieceModel, RefusesOtherKindsOfModels) {
  EXPECT_THAT(refusal(""), HasSubstr("0 pieces"));
  EXPECT_THAT(refusal(sentencepiece_model(kPieces) + proto_bytes(2, "\x18\x02")), HasSubstr("expected 1 (unigram)"));
  const std::string model = sentencepiece_model(kPieces);
  for (std::size_t size = 1; size < model.size(); ++size)  // between two pieces it is a smaller model
    EXPECT_THAT(error_message([&] { const SentencePieceTokenizer cut(model.substr(0, size), {}, "model"); }),
                AnyOf("no error", HasSubstr("model: ")));
}

/// A character map of a trie of `units` zero units with the first set, and of texts.
std::string character_map(std::uint32_t first_unit, std::string_view texts, std::size_t units = 256) {
  std::string map(4 + 4 * units, '\0');
  const auto set = [&](std::size_t at, std::uint32_t value) {
    for (unsigned i = 0; i < 4; ++i) map[at + i] = static_cast<char>(value >> (8 * i));
  };
  set(0, static_cast<std::uint32_t>(4 * units));
  set(4, first_unit);
  return map + std::string(texts);
}

TEST(SentencePieceModel, RefusesCharacterMapsThatPointOutside) {
  const auto with = [](const std::string& map) { return refusal(sentencepiece_model(kPieces, map)); };
  const std::string_view texts("x\0", 2);
  EXPECT_EQ(with(character_map(0, texts)), "no error");
  EXPECT_THAT(with("abc"), HasSubstr("normalizer_spec: the compiled character map is truncated"));
  EXPECT_THAT(with(character_map(0, texts).substr(0, 600)), HasSubstr("a trie of 1024 bytes in 600"));
  EXPECT_THAT(with(character_map(0, "x")), HasSubstr("do not end"));
  EXPECT_THAT(with(character_map(256u << 10, texts)), HasSubstr("unit 0 of the compiled character map points outside"));
  EXPECT_THAT(with(character_map(0x200u | (1u << 10), texts)), HasSubstr("points outside"));
  EXPECT_THAT(with(character_map(0xFFFFFF00u, texts)),
              HasSubstr("unit 0 of the compiled character map points outside"));
  // Unit 0 has a value in unit 1, which is beyond the texts.
  std::string map = character_map(0x100u | (1u << 10), texts);
  EXPECT_EQ(with(map), "no error");
  map[8] = 2;
  EXPECT_THAT(with(map), HasSubstr("unit 0 of the compiled character map has no text"));
}

}  // namespace
}  // namespace emo3d::text
