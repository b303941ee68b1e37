#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "emo3d/base/json.h"
#include "emo3d/encode/bert_network.h"
#include "emo3d/nn/npy.h"
#include "tests/support/golden.h"

namespace emo3d::encode {
namespace {

using Ids = nn::NpyArray<std::int32_t>;

double cosine(std::span<const float> a, std::span<const float> b) {
  double dot = 0, squares_a = 0, squares_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    dot += static_cast<double>(a[i]) * b[i];
    squares_a += static_cast<double>(a[i]) * a[i];
    squares_b += static_cast<double>(b[i]) * b[i];
  }
  return dot / std::sqrt(squares_a * squares_b);
}

/// One recorded batch [texts, tokens].
struct Batch {
  Ids ids, mask, types;
  nn::NpyArray<float> hidden, pooler, mean;
  std::vector<std::size_t> lengths;
  std::vector<std::uint8_t> mask_bytes;

  Batch(const std::filesystem::path& folder, const std::string& prefix)
      : ids(nn::read_npy<std::int32_t>(folder / (prefix + "input_ids.npy"))),
        mask(nn::read_npy<std::int32_t>(folder / (prefix + "attention_mask.npy"))),
        types(nn::read_npy<std::int32_t>(folder / (prefix + "token_type_ids.npy"))),
        hidden(nn::read_npy<float>(folder / (prefix + "hidden_states.npy"))),
        pooler(nn::read_npy<float>(folder / (prefix + "pooler_output.npy"))),
        mean(nn::read_npy<float>(folder / (prefix + "mean_pooled.npy"))),
        lengths(ids.shape[0], ids.shape[1]),
        mask_bytes(mask.values.begin(), mask.values.end()) {}
  [[nodiscard]] BertInput input() const { return {ids.values, lengths, types.values, mask_bytes}; }
};

/// Which recorded model, and in which folder of it the weights are.
struct Model {
  const char* folder;
  const char* weights;
};

class BertNetworkGolden : public ::testing::TestWithParam<Model> {
 protected:
  static constexpr double kTolerance = 1e-5;

  static BertNetwork network(const std::filesystem::path& folder, nn::Precision precision = {}) {
    return {std::make_shared<nn::WeightFiles>(folder / GetParam().weights), read_bert_config(folder), precision};
  }
  static std::vector<Batch> batches(const std::filesystem::path& folder) {
    std::vector<Batch> read;
    const Json golden = read_json(folder / "golden.json");
    for (const Json& entry : golden.at("cases")) read.emplace_back(folder, entry.at("prefix").get<std::string>());
    EXPECT_FALSE(read.empty());
    return read;
  }
};

TEST_P(BertNetworkGolden, HiddenStatesEqualTheReferenceWhereTheMaskIsOne) {
  EMO3D_GOLDEN_OR_SKIP(folder, GetParam().folder);
  const BertNetwork network = BertNetworkGolden::network(folder);
  double largest = 0;
  for (const Batch& batch : batches(folder)) {
    const auto states = network.hidden_states(batch.input());
    ASSERT_EQ(states.size(), batch.hidden.shape[0]);
    const auto last = network.run(batch.input(), 2);
    const std::size_t width = network.width();
    for (std::size_t s = 0; s < states.size(); ++s) {
      std::size_t row = 0;
      for (std::size_t token = 0; token < batch.ids.values.size(); ++token) {
        if (batch.mask_bytes[token] == 0) continue;
        for (std::size_t c = 0; c < width; ++c) {
          const float expected = batch.hidden.values[(s * batch.ids.values.size() + token) * width + c];
          largest = std::max<double>(largest, std::abs(states[s].row(row)[c] - expected));
          if (s + 1 == states.size()) {
            ASSERT_NEAR(last.rows.row(row)[c], expected, kTolerance);
          }
        }
        ++row;
      }
      ASSERT_EQ(row, states[s].rows());
    }
  }
  std::cout << "float32: largest difference " << largest << "\n";
  EXPECT_LE(largest, kTolerance);
}

TEST_P(BertNetworkGolden, PoolingsEqualTheReference) {
  EMO3D_GOLDEN_OR_SKIP(folder, GetParam().folder);
  const BertNetwork network = BertNetworkGolden::network(folder);
  for (const Batch& batch : batches(folder)) {
    const nn::Matrix mean = network.embed(batch.input(), BertPooling::kMean, 2);
    const nn::Matrix pooler = network.embed(batch.input(), BertPooling::kPooler);
    const nn::Matrix first = network.embed(batch.input(), BertPooling::kFirst);
    const std::size_t width = network.width();
    const std::size_t tokens = batch.ids.shape[1];
    const auto last = std::span(batch.hidden.values).last(batch.ids.values.size() * width);  // [texts, tokens, width]
    for (std::size_t t = 0; t < mean.rows(); ++t) {
      for (std::size_t c = 0; c < width; ++c) ASSERT_NEAR(mean.row(t)[c], batch.mean.values[t * width + c], kTolerance);
      // The reference pools its column 0 even where that is padding; here the first token is meant.
      if (batch.mask_bytes[t * tokens] == 0) continue;
      for (std::size_t c = 0; c < width; ++c) {
        ASSERT_NEAR(pooler.row(t)[c], batch.pooler.values[t * width + c], kTolerance);
        ASSERT_NEAR(first.row(t)[c], last[t * tokens * width + c], kTolerance);
      }
    }
  }
}

TEST_P(BertNetworkGolden, TextsOfDifferentLengthsEqualTheReference) {
  EMO3D_GOLDEN_OR_SKIP(folder, GetParam().folder);
  const BertNetwork network = BertNetworkGolden::network(folder);
  std::vector<std::int32_t> ids;
  std::vector<std::size_t> lengths;
  const Json golden = read_json(folder / "text_golden.json");
  for (const Json& row : golden.at("rows")) {
    const auto text = row.at("ids").get<std::vector<std::int32_t>>();
    ids.insert(ids.end(), text.begin(), text.end());
    lengths.push_back(text.size());
  }
  for (const auto& [pooling, name] : {std::pair{BertPooling::kFirst, "text_cls.npy"},
                                      {BertPooling::kMean, "text_mean_pooled.npy"},
                                      {BertPooling::kPooler, "text_pooler_output.npy"}}) {
    const auto expected = nn::read_npy<float>(folder / name);
    const nn::Matrix found = network.embed({ids, lengths}, pooling);
    ASSERT_EQ(found.rows() * found.cols(), expected.values.size());
    for (std::size_t i = 0; i < expected.values.size(); ++i)
      ASSERT_NEAR(found.data()[i], expected.values[i], kTolerance) << name;
  }
}

TEST_P(BertNetworkGolden, LowerPrecisionsStayClose) {
  EMO3D_GOLDEN_OR_SKIP(folder, GetParam().folder);
  for (const auto& [precision, supported, bound] :
       {std::tuple{nn::Precision::kBfloat16, nn::bfloat16_supported(), 0.9995},
        {nn::Precision::kInt8, nn::int8_supported(), 0.995}}) {
    if (!supported) continue;
    const BertNetwork network = BertNetworkGolden::network(folder, precision);
    double lowest = 1;
    for (const Batch& batch : batches(folder)) {
      const nn::Matrix mean = network.embed(batch.input(), BertPooling::kMean);
      for (std::size_t t = 0; t < mean.rows(); ++t)
        lowest =
            std::min(lowest, cosine(mean.row(t), std::span(batch.mean.values).subspan(t * mean.cols(), mean.cols())));
    }
    std::cout << nn::name(precision) << ": lowest cosine " << lowest << "\n";
    EXPECT_GE(lowest, bound) << nn::name(precision);
  }
}

INSTANTIATE_TEST_SUITE_P(Models, BertNetworkGolden,
                         ::testing::Values(Model{"bert-tiny", "."}, Model{"bert-tiny", "alt_names"},
                                           Model{"xlmr-tiny", "."}, Model{"xlmr-tiny", "alt_names"}),
                         [](const auto& test) {
                           std::string name = std::string(test.param.folder) + "_" + test.param.weights;
                           std::ranges::replace_if(
                               name, [](char c) { return c == '-' || c == '.'; }, '_');
                           return name;
                         });

}  // namespace
}  // namespace emo3d::encode
