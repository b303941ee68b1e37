#include "emo3d/encode/use_lite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "emo3d/base/error.h"
#include "tests/support/stand_in_use_lite.h"

namespace emo3d::encode {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::StandInUseLite;
using Row = std::vector<double>;
using Rows = std::vector<Row>;

/// The network as its description reads, in double and without any care for speed.
class PlainUseLite {
 public:
  explicit PlainUseLite(StandInUseLite& model) : model_(model) {}

  [[nodiscard]] Row pooled(const std::vector<std::int32_t>& ids) {
    Rows x = embed(ids);
    for (const std::string i : {"0", "1"}) {
      const std::string layer = "Layer_" + i + "/TransformerLayer/";
      const Rows residual = i == "0" ? linear(x, layer + "dense/kernel/", layer + "dense/bias/") : x;
      const std::string attention = layer + "MultiheadAttention/";
      const Rows heads =
          attend(linear(norm(x, layer + "layer_prepostprocess"), attention + "qkv_transform_single/kernel",
                        attention + "qkv_transform_single/bias"));
      x = sum(linear(heads, attention + "output_transform_single/kernel", attention + "output_transform_single/bias"),
              residual);
      Rows hidden = linear(norm(x, layer + "FFN/layer_prepostprocess"), layer + "FFN/conv1/Tensordot/Reshape_1",
                           layer + "FFN/conv1/bias");
      for (Row& row : hidden)
        for (double& value : row) value = std::max(value, 0.0);
      x = sum(linear(hidden, layer + "FFN/conv2/Tensordot/Reshape_1", layer + "FFN/conv2/bias"), x);
    }
    Row mean(x[0].size());
    for (const Row& row : x)
      for (std::size_t c = 0; c < row.size(); ++c) mean[c] += row[c] / static_cast<double>(x.size());
    return mean;
  }

  [[nodiscard]] Row embedding(const Row& pooled) {
    Row y = linear({pooled}, "tanh_layer_0/weights", "tanh_layer_0/bias")[0];
    double squares = 0;
    for (double& value : y) {
      value = std::tanh(value);
      squares += value * value;
    }
    for (double& value : y) value /= std::sqrt(squares);
    return y;
  }

 private:
  const StandInUseLite::Tensor& find(const std::string& part) {
    for (const auto& tensor : model_.tensors)
      if (tensor.name.find(part) != std::string::npos && tensor.dtype == "float32") return tensor;
    throw std::logic_error(part);
  }

  Rows embed(const std::vector<std::int32_t>& ids) {
    const auto& table = find("Embeddings_en");
    const auto& frequencies = find("TimingSignal").values;
    const std::size_t d = table.shape[1];
    Rows x;
    for (std::size_t t = 0; t < ids.size(); ++t) {
      Row row(d);
      for (std::size_t c = 0; c < d; ++c) {
        const double angle = static_cast<double>(t) * frequencies[c % (d / 2)];
        row[c] = 2.0 * table.values[static_cast<std::size_t>(ids[t]) * d + c] +
                 (c < d / 2 ? std::sin(angle) : std::cos(angle));
      }
      x.push_back(row);
    }
    return x;
  }

  Rows linear(const Rows& x, const std::string& kernel, const std::string& bias) {
    const auto& w = find(kernel);
    const auto& b = find(bias);
    const std::size_t outputs = w.shape.back();
    Rows y;
    for (const Row& row : x) {
      Row out(b.values.begin(), b.values.end());
      for (std::size_t i = 0; i < row.size(); ++i)
        for (std::size_t o = 0; o < outputs; ++o) out[o] += row[i] * w.values[i * outputs + o];
      y.push_back(out);
    }
    return y;
  }

  Rows norm(Rows x, const std::string& prefix) {
    const auto& gain = find(prefix + "/layer_norm/layer_norm_scale").values;
    const auto& bias = find(prefix + "/layer_norm/layer_norm_bias").values;
    for (Row& row : x) {
      const auto n = static_cast<double>(row.size());
      double mean = 0;
      double variance = 0;
      for (const double value : row) mean += value / n;
      for (const double value : row) variance += (value - mean) * (value - mean) / n;
      for (std::size_t c = 0; c < row.size(); ++c)
        row[c] = gain[c] * (row[c] - mean) / std::sqrt(variance + 1e-6) + bias[c];
    }
    return x;
  }

  static Rows attend(const Rows& qkv) {
    const std::size_t d = qkv[0].size() / 3;
    const std::size_t width = d / 4;
    Rows y(qkv.size(), Row(d));
    for (std::size_t c = 0; c < d; ++c) {
      const std::size_t head = c / width * width;
      for (std::size_t i = 0; i < qkv.size(); ++i) {
        double total = 0;
        for (const Row& other : qkv) {
          double dot = 0;
          for (std::size_t k = head; k < head + width; ++k) dot += qkv[i][k] * other[d + k];
          const double weight = std::exp(dot / std::sqrt(static_cast<double>(width)));
          total += weight;
          y[i][c] += weight * other[2 * d + c];
        }
        y[i][c] /= total;
      }
    }
    return y;
  }

  static Rows sum(Rows a, const Rows& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t c = 0; c < a[i].size(); ++c) a[i][c] += b[i][c];
    return a;
  }

  StandInUseLite& model_;
};

TEST(UseLite, ExampleInTheHeader) {
  const TemporaryDirectory temporary;
  const std::filesystem::path& folder = temporary.path();
  StandInUseLite().write(folder);
  std::vector<double> cosines;

  const auto encoder = emo3d::encode::UseLite::load(folder);
  const emo3d::encode::Encoding joy = encoder.encode("overwhelmed with joy");
  const std::vector<std::string> others = {"bored to death", "in tears"};
  for (const emo3d::encode::Encoding& other : encoder.encode(others))
    cosines.push_back(std::inner_product(joy.embedding.begin(), joy.embedding.end(), other.embedding.begin(), 0.0));

  ASSERT_EQ(cosines.size(), 2u);
  for (const double cosine : cosines) EXPECT_LT(std::abs(cosine), 1.0);
}

TEST(UseLite, EqualsThePlainNetwork) {
  StandInUseLite model;
  const TemporaryDirectory folder;
  model.write(folder.path());
  const UseLite encoder = UseLite::load(folder.path());
  EXPECT_EQ(encoder.embedding_size(), 24u);
  EXPECT_EQ(encoder.pooled_size(), 32u);
  PlainUseLite plain(model);
  for (const std::string text : {"a", "the joy on her left cheek", "so sad :: and tired", "Q?", "  "}) {
    const Row pooled = plain.pooled(encoder.tokenize(text));
    const Row embedding = plain.embedding(pooled);
    const Encoding encoding = encoder.encode(text);
    for (std::size_t c = 0; c < pooled.size(); ++c) EXPECT_NEAR(encoding.pooled[c], pooled[c], 2e-5) << text;
    for (std::size_t c = 0; c < embedding.size(); ++c) EXPECT_NEAR(encoding.embedding[c], embedding[c], 1e-5) << text;
  }
}

TEST(UseLite, ReadsShardsOfAnySize) {
  const StandInUseLite model;
  std::vector<float> first;
  for (const std::size_t shard_bytes : {100, 4096, 1 << 20}) {
    const TemporaryDirectory folder;
    model.write(folder.path(), shard_bytes);
    const std::vector<float> embedding = UseLite::load(folder.path()).encode("the joy").embedding;
    if (first.empty()) first = embedding;
    EXPECT_EQ(embedding, first) << shard_bytes;
  }
}

TEST(UseLite, CutsLongTexts) {
  const StandInUseLite model;
  const TemporaryDirectory folder;
  model.write(folder.path());
  const UseLite encoder = UseLite::load(folder.path());
  const Encoding whole = encoder.encode(std::string(127, 'q'));  // and the blank in front
  EXPECT_EQ(whole.tokens, 128u);
  EXPECT_FALSE(whole.truncated);
  const Encoding cut = encoder.encode(std::string(100'000, 'q'));
  EXPECT_EQ(cut.tokens, 100'001u);
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.embedding, whole.embedding);
}

TEST(UseLite, RefusesTextsItCannotEncode) {
  const StandInUseLite model;
  const TemporaryDirectory folder;
  model.write(folder.path());
  const UseLite encoder = UseLite::load(folder.path());
  EXPECT_THROW((void)encoder.encode(""), Error);
  EXPECT_THROW((void)encoder.encode("\xFF"), Error);
  EXPECT_TRUE(encoder.encode(std::vector<std::string>{}).empty());
  try {
    (void)encoder.encode(std::vector<std::string>{"fine", "", "fine"});
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kInvalidArgument);
    EXPECT_THAT(e.what(), HasSubstr("text 1: "));
  }
}

TEST(UseLite, AnyGroupingGivesTheResultsOfSingleTexts) {
  const StandInUseLite model;
  const TemporaryDirectory folder;
  model.write(folder.path());
  const UseLite encoder = UseLite::load(folder.path());
  EXPECT_TRUE(rc::check("batch N equals batch 1", [&] {
    std::vector<std::string> texts = *rc::gen::container<std::vector<std::string>>(
        rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('a', 'z'))));
    if (!texts.empty()) texts[0] += std::string(*rc::gen::inRange(0, 300), 'x');
    const std::vector<Encoding> together = encoder.encode(texts, *rc::gen::inRange(1u, 4u));
    RC_ASSERT(together.size() == texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const Encoding alone = encoder.encode(texts[i]);
      for (std::size_t c = 0; c < alone.embedding.size(); ++c)
        RC_ASSERT(std::abs(together[i].embedding[c] - alone.embedding[c]) <= 1e-6f);
    }
  }));
}

/// What loading says after `damage`.
std::string refusal(const std::function<void(StandInUseLite&)>& damage) {
  StandInUseLite model;
  damage(model);
  const TemporaryDirectory folder;
  model.write(folder.path());
  try {
    (void)UseLite::load(folder.path());
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kInvalidData);
    return e.what();
  }
  return "accepted";
}

TEST(UseLite, RefusesWeightsThatDoNotFit) {
  EXPECT_EQ(refusal([](StandInUseLite&) {}), "accepted");
  EXPECT_THAT(refusal([](StandInUseLite& m) { m.tensor("tanh_layer_0/bias").name = "other"; }),
              AllOf(HasSubstr("tanh_layer_0/bias"), HasSubstr("missing")));
  EXPECT_THAT(refusal([](StandInUseLite& m) { m.tensor("Embeddings_en").values[5] = std::nanf(""); }),
              AllOf(HasSubstr("Embeddings_en"), HasSubstr("nan at index 5")));
  EXPECT_THAT(refusal([](StandInUseLite& m) {
                m.tensor("qkv_transform_single/kernel/part_0").values[0] = std::numeric_limits<float>::infinity();
              }),
              AllOf(HasSubstr("qkv_transform_single"), HasSubstr("inf at index 0")));
  EXPECT_THAT(refusal([](StandInUseLite& m) {
                m.tensor("dense/kernel/ConcatPartitions/concat").shape = {32, 16};
              }),
              HasSubstr("shape"));
  EXPECT_THAT(
      refusal([](StandInUseLite& m) { m.tensor("Embeddings_en").shape = {m.tensor("Embeddings_en").values.size()}; }),
      HasSubstr("expected a matrix"));
  EXPECT_THAT(refusal([](StandInUseLite& m) { m.tensor("tanh_layer_0/bias").dtype = "int32"; }),
              HasSubstr("int32, expected float32"));
  EXPECT_THAT(refusal([](StandInUseLite& m) {
                for (int i = 0; i < 3; ++i) m.vocabulary.push_back({"extra" + std::to_string(i), -1.0});
              }),
              HasSubstr("vocab.json has"));
  EXPECT_THAT(refusal([](StandInUseLite& m) { m.vocabulary[8] = 7; }), HasSubstr("vocab.json: entry 8"));
}

TEST(UseLite, NamesTheFileThatIsMissing) {
  const TemporaryDirectory folder;
  try {
    (void)UseLite::load(folder.path());
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kNotFound);
    EXPECT_THAT(e.what(), HasSubstr(folder.path().string()));
  }
}

}  // namespace
}  // namespace emo3d::encode
