#include "emo3d/encode/bert_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

#include "emo3d/base/error.h"
#include "tests/support/errors.h"
#include "tests/support/stand_in_encoders.h"

namespace emo3d::encode {
namespace {

using emo3d::testing::error_message;
using emo3d::testing::stand_in_bert;
using emo3d::testing::StandInEncoder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using Ids = std::vector<std::int32_t>;
using Lengths = std::vector<std::size_t>;

BertNetwork network(const StandInEncoder& model, nn::Precision precision = {}) {
  const TemporaryDirectory folder;
  model.write(folder.path());
  return {std::make_shared<nn::WeightFiles>(folder.path()), read_bert_config(folder.path()), precision};
}

double largest_difference(std::span<const float> a, std::span<const float> b) {
  EXPECT_EQ(a.size(), b.size());
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
  return largest;
}

std::span<const float> values(const nn::Matrix& m) { return {m.data(), m.rows() * m.cols()}; }

TEST(BertNetwork, PaddingDoesNotChangeAResult) {
  for (const char* type : {"bert", "xlm-roberta"}) {
    const BertNetwork bert = network(stand_in_bert(type));
    const Ids plain = {2, 5, 9, 17, 3};
    const std::int32_t pad = type == std::string("bert") ? 0 : 1;
    const Ids padded = {2, 5, 9, 17, 3, pad, pad, pad};
    const std::vector<std::uint8_t> mask = {1, 1, 1, 1, 1, 0, 0, 0};
    const auto expected = bert.run({plain, Lengths{5}});
    const Lengths eight = {8};
    const auto found = bert.run({.ids = padded, .lengths = eight, .attention_mask = mask});
    EXPECT_EQ(found.lengths, Lengths{5});
    EXPECT_LE(largest_difference(values(expected.rows), values(found.rows)), 1e-6) << type;
  }
  // Where padding comes first, only XLM-RoBERTa's positions skip it.
  const BertNetwork xlmr = network(stand_in_bert("xlm-roberta"));
  const Ids left = {1, 1, 2, 5, 9};
  const Ids plain = {2, 5, 9};
  const std::vector<std::uint8_t> mask = {0, 0, 1, 1, 1};
  const Lengths five = {5};
  EXPECT_LE(largest_difference(values(xlmr.run({.ids = left, .lengths = five, .attention_mask = mask}).rows),
                               values(xlmr.run({plain, Lengths{3}}).rows)),
            1e-6);
}

TEST(BertNetwork, AnyGroupingGivesTheResultsOfSingleTexts) {
  const BertNetwork bert = network(stand_in_bert());
  EXPECT_TRUE(rc::check("batch N equals batch 1", [&] {
    const auto texts = *rc::gen::container<std::vector<Ids>>(rc::gen::suchThat(
        rc::gen::container<Ids>(rc::gen::inRange(0, 60)), [](const Ids& t) { return !t.empty() && t.size() <= 24; }));
    Ids ids;
    Lengths lengths;
    for (const Ids& text : texts) {
      ids.insert(ids.end(), text.begin(), text.end());
      lengths.push_back(text.size());
    }
    const auto threads = *rc::gen::inRange(1u, 4u);
    const nn::Matrix mean = bert.embed({ids, lengths}, BertPooling::kMean, threads);
    const auto hidden = bert.run({ids, lengths}, threads);
    RC_ASSERT(hidden.lengths == lengths);
    std::size_t row = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const Lengths length = {texts[i].size()};
      const auto alone = bert.run({texts[i], length});
      RC_ASSERT(largest_difference(mean.row(i), bert.embed({texts[i], length}, BertPooling::kMean).row(0)) <= 1e-5);
      for (std::size_t t = 0; t < length[0]; ++t, ++row)
        RC_ASSERT(largest_difference(hidden.rows.row(row), alone.rows.row(t)) <= 1e-5);
    }
  }));
}

TEST(BertNetwork, TokenTypesCount) {
  const BertNetwork bert = network(stand_in_bert());
  const Ids ids = {2, 5, 3, 9, 3};
  const Ids types = {0, 0, 0, 1, 1};
  const Lengths lengths = {5};
  const nn::Matrix one = bert.embed({ids, lengths}, BertPooling::kFirst);
  const nn::Matrix two = bert.embed({.ids = ids, .lengths = lengths, .token_types = types}, BertPooling::kFirst);
  EXPECT_GE(largest_difference(values(one), values(two)), 1e-3);
}

TEST(BertNetwork, TakesOtherNamesOfTensors) {
  const Ids ids = {2, 5, 9, 3};
  const Lengths lengths = {4};
  const nn::Matrix expected = network(stand_in_bert()).embed({ids, lengths}, BertPooling::kPooler);
  for (const std::string prefix : {"bert.", "roberta."}) {
    StandInEncoder model = stand_in_bert();
    std::vector<std::string> names;
    for (const auto& [name, tensor] : model.tensors) names.push_back(name);
    for (const std::string& name : names) {
      std::string to = prefix + name;
      if (const auto at = to.find("LayerNorm.weight"); at != std::string::npos) to.replace(at, 16, "LayerNorm.gamma");
      if (const auto at = to.find("LayerNorm.bias"); at != std::string::npos) to.replace(at, 14, "LayerNorm.beta");
      model.rename(name, to);
    }
    model.add("cls.predictions.bias", {60}, 0, 1);
    EXPECT_EQ(largest_difference(values(network(model).embed({ids, lengths}, BertPooling::kPooler)), values(expected)),
              0.0);
  }
}

TEST(BertNetwork, MissesThePoolerOnlyWhenAskedForIt) {
  StandInEncoder model = stand_in_bert();
  model.tensors.erase("pooler.dense.weight");
  model.tensors.erase("pooler.dense.bias");
  const BertNetwork bert = network(model);
  EXPECT_FALSE(bert.has_pooler());
  const Ids ids = {2, 3};
  const Lengths lengths = {2};
  EXPECT_NO_THROW((void)bert.embed({ids, lengths}, BertPooling::kMean));
  EXPECT_THAT(error_message([&] {
                (void)bert.embed({ids, lengths}, BertPooling::kPooler);
              }),
              AllOf(HasSubstr("model.safetensors"), HasSubstr("\"pooler.dense.weight\" is missing")));
}

TEST(BertNetwork, RefusesInputThatDoesNotFit) {
  const BertNetwork bert = network(stand_in_bert());
  EXPECT_EQ(bert.max_tokens(), 24u);
  EXPECT_EQ(network(stand_in_bert("xlm-roberta")).max_tokens(), 22u);
  const auto message = [&](const Ids& ids, const Lengths& lengths, const Ids& types = {},
                           const std::vector<std::uint8_t>& mask = {}) {
    return error_message([&] { (void)bert.run({ids, lengths, types, mask}); });
  };
  EXPECT_THAT(message({2, 60}, {2}), HasSubstr("token id 60 is not in the vocabulary of 60"));
  EXPECT_THAT(message({2, -3}, {2}), HasSubstr("token id -3"));
  EXPECT_THAT(message({2, 3}, {3}), HasSubstr("has 3 tokens, expected 1 to 2"));
  EXPECT_THAT(message({2, 3}, {2, 0}), HasSubstr("text 1 has 0 tokens"));
  EXPECT_THAT(message({2, 3, 4}, {2}), HasSubstr("1 token ids follow"));
  EXPECT_THAT(message(Ids(25, 2), {25}), HasSubstr("more than 24 tokens"));
  EXPECT_THAT(message({2, 3}, {2}, {0, 2}), HasSubstr("token type 2, expected one in [0, 1]"));
  EXPECT_THAT(message({2, 3}, {2}, {0}), HasSubstr("1 token types for 2 token ids"));
  EXPECT_THAT(message({2, 3}, {2}, {}, {1}), HasSubstr("1 mask values"));
  EXPECT_THAT(message({2, 3}, {2}, {}, {0, 0}), HasSubstr("the mask leaves no token"));
  EXPECT_EQ(bert.run({}).rows.rows(), 0u);
}

TEST(BertNetwork, NamesTheTensorThatDoesNotFit) {
  const auto message = [](auto change) {
    StandInEncoder model = stand_in_bert();
    change(model);
    return error_message([&] { (void)network(model); });
  };
  const std::string query = "encoder.layer.1.attention.self.query.bias";
  EXPECT_THAT(message([&](auto& m) { m.tensors.erase(query); }),
              AllOf(HasSubstr("model.safetensors"), HasSubstr(query), HasSubstr("is missing, expected shape [24]")));
  EXPECT_THAT(message([&](auto& m) { m.add(query, {25}, 0, 1); }), HasSubstr("has shape [25], expected [24]"));
  EXPECT_THAT(message([](auto& m) { m.tensors.erase("embeddings.word_embeddings.weight"); }),
              HasSubstr("no BERT or XLM-RoBERTa"));
  EXPECT_THAT(message([](auto& m) { m.config["vocab_size"] = 61; }),
              HasSubstr("has shape [60, 24], expected [61, 24]"));
}

}  // namespace
}  // namespace emo3d::encode
