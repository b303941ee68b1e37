#include "emo3d/encode/encoder_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emo3d/base/error.h"
#include "tests/support/errors.h"

namespace emo3d::encode {
namespace {

using emo3d::testing::error_message;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string clip_refusal(std::string_view json) {
  return error_message([&] { (void)parse_clip_config(json, "config.json"); });
}
std::string bert_refusal(std::string_view json) {
  return error_message([&] { (void)parse_bert_config(json, "config.json"); });
}

TEST(ClipConfig, HasTheLibrarysDefaults) {
  const ClipConfig config = parse_clip_config(R"({"model_type": "clip", "text_config": null})", "config.json");
  EXPECT_EQ(config.embedding_size, 512u);
  EXPECT_FLOAT_EQ(config.logit_scale, 2.6592f);
  EXPECT_EQ(config.text.vocabulary, 49408u);
  EXPECT_EQ(config.text.positions, 77u);
  EXPECT_EQ(config.text.end_token, 49407);
  EXPECT_EQ(config.text.transformer.width, 512u);
  EXPECT_EQ(config.text.transformer.hidden_width, 2048u);
  EXPECT_EQ(config.text.transformer.layers, 12u);
  EXPECT_EQ(config.text.transformer.heads, 8u);
  EXPECT_EQ(config.text.transformer.activation, nn::Activation::kQuickGelu);
  EXPECT_FLOAT_EQ(config.text.transformer.epsilon, 1e-5f);
  EXPECT_EQ(config.vision.transformer.width, 768u);
  EXPECT_EQ(config.vision.transformer.heads, 12u);
  EXPECT_EQ(config.vision.image_size, 224u);
  EXPECT_EQ(config.vision.patch_size, 32u);
  EXPECT_EQ(config.vision.channels, 3u);
}

TEST(ClipConfig, TheOlderNameOfASectionWins) {
  const ClipConfig config = parse_clip_config(
      R"({"model_type": "clip", "text_config": {"hidden_size": 512, "hidden_act": "gelu"},
          "text_config_dict": {"hidden_size": 768, "num_attention_heads": 12}})",
      "config.json");
  EXPECT_EQ(config.text.transformer.width, 768u);
  EXPECT_EQ(config.text.transformer.heads, 12u);
  EXPECT_EQ(config.text.transformer.activation, nn::Activation::kGelu);
}

TEST(ClipConfig, RefusesWhatItCannotRun) {
  EXPECT_THAT(clip_refusal("{}"), AllOf(HasSubstr("config.json"), HasSubstr("expected \"clip\"")));
  EXPECT_THAT(clip_refusal(R"({"model_type": "siglip"})"), HasSubstr("\"siglip\", expected \"clip\""));
  EXPECT_THAT(clip_refusal(R"({"model_type": "clip", "text_config": {"hidden_act": "gelu_new"}})"),
              AllOf(HasSubstr("text_config"), HasSubstr("\"gelu_new\", expected \"quick_gelu\"")));
  EXPECT_THAT(clip_refusal(R"({"model_type": "clip", "vision_config": {"patch_size": 30}})"),
              HasSubstr("\"image_size\" 224 is no multiple of \"patch_size\" 30"));
  EXPECT_THAT(clip_refusal(R"({"model_type": "clip", "vision_config": {"num_attention_heads": 7}})"),
              HasSubstr("does not split"));
  for (const char* bad : {"0", "-1", "1e9", "1.5", "\"512\"", "99999999999999999999", "[512]", "true"})
    EXPECT_THAT(clip_refusal(std::string(R"({"model_type": "clip", "text_config": {"hidden_size": )") + bad + "}}"),
                HasSubstr("expected an integer in [1,"))
        << bad;
  EXPECT_THAT(clip_refusal(R"({"model_type": "clip", "text_config": {"layer_norm_eps": 2}})"),
              HasSubstr("expected a number in [0, 1]"));
  EXPECT_THAT(clip_refusal(R"({"model_type": "clip", "text_config": 7})"), HasSubstr("must be an object"));
  EXPECT_THAT(clip_refusal("[]"), HasSubstr("expected a JSON object"));
}

TEST(BertConfig, KnowsItsKinds) {
  const BertConfig bert = parse_bert_config(R"({"model_type": "bert"})", "config.json");
  EXPECT_EQ(bert.vocabulary, 30522u);
  EXPECT_FALSE(bert.roberta_positions);
  EXPECT_EQ(bert.pad_token, 0);
  EXPECT_FLOAT_EQ(bert.transformer.epsilon, 1e-12f);
  EXPECT_EQ(bert.transformer.activation, nn::Activation::kGelu);
  const BertConfig xlmr = parse_bert_config(
      R"({"model_type": "xlm-roberta", "max_position_embeddings": 514, "type_vocab_size": 1, "layer_norm_eps": 1e-05})",
      "config.json");
  EXPECT_TRUE(xlmr.roberta_positions);
  EXPECT_EQ(xlmr.pad_token, 1);
  EXPECT_EQ(xlmr.positions, 514u);
  EXPECT_EQ(xlmr.token_types, 1u);
}

TEST(BertConfig, RefusesWhatItCannotRun) {
  EXPECT_THAT(bert_refusal(R"({"model_type": "gpt2"})"), HasSubstr("\"gpt2\", expected \"clip\", \"bert\""));
  EXPECT_THAT(bert_refusal(R"({"model_type": "bert", "position_embedding_type": "relative_key"})"),
              HasSubstr("expected \"absolute\""));
  EXPECT_THAT(bert_refusal(R"({"model_type": "roberta", "pad_token_id": 511})"), HasSubstr("leaves no positions"));
  EXPECT_THAT(bert_refusal(R"({"model_type": "bert", "hidden_act": 3})"), HasSubstr("expected a string"));
}

}  // namespace
}  // namespace emo3d::encode
