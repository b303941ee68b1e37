#include "emo3d/model/baseline_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "emo3d/base/error.h"
#include "emo3d/face/channel_order.h"
#include "emo3d/model/baseline_scores.h"
#include "emo3d/model/explanation.h"
#include "tests/support/errors.h"
#include "tests/support/stand_in_baselines.h"

namespace emo3d::model {
namespace {

using testing::error_message;
using ::testing::HasSubstr;
using testing::stand_in_clip_mlp;
using testing::stand_in_vae_clip;
using testing::StandInWeights;

constexpr std::size_t kWidth = 8;

/// Numbers that depend on the text alone, in place of an encoder.
nn::Matrix fake_embeddings(std::span<const std::string> texts) {
  nn::Matrix rows(texts.size(), kWidth);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Random random(std::hash<std::string>{}(texts[i]));
    for (float& value : rows.row(i)) value = static_cast<float>(random.normal());
  }
  return rows;
}

nn::Matrix random_rows(std::size_t rows, std::size_t cols) {
  nn::Matrix values(rows, cols);
  Random random(7);
  for (std::size_t i = 0; i < rows; ++i)
    for (float& value : values.row(i)) value = static_cast<float>(random.uniform());
  return values;
}

class Files {
 public:
  [[nodiscard]] std::filesystem::path checkpoint(const StandInWeights& weights) const {
    weights.write_checkpoint(folder_.path() / "w.pth");
    return folder_.path() / "w.pth";
  }
  [[nodiscard]] std::filesystem::path safetensors(const StandInWeights& weights) const {
    weights.write_safetensors(folder_.path() / "w.safetensors");
    return folder_.path() / "w.safetensors";
  }
  [[nodiscard]] std::filesystem::path other(std::string_view name, std::string_view bytes) const {
    write_file(folder_.path() / name, bytes);
    return folder_.path() / name;
  }

 private:
  TemporaryDirectory folder_;
};

void expect_equal(const nn::Matrix& a, const nn::Matrix& b) {
  ASSERT_EQ(a.rows(), b.rows());
  ASSERT_EQ(a.cols(), b.cols());
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < a.cols(); ++j) EXPECT_EQ(a.row(i)[j], b.row(i)[j]) << i << ", " << j;
}

TEST(Baselines, GiveTheSameFromBothFormats) {
  const Files files;
  const nn::Matrix rows = random_rows(3, kWidth);
  expect_equal(ClipMlp::load(files.checkpoint(stand_in_clip_mlp())).apply(rows),
               ClipMlp::load(files.safetensors(stand_in_clip_mlp())).apply(rows));
  expect_equal(VaeClip::load(files.checkpoint(stand_in_vae_clip())).decode(rows),
               VaeClip::load(files.safetensors(stand_in_vae_clip())).decode(rows));
}

TEST(Baselines, TakeTheirWidthsFromTheTensors) {
  const Files files;
  EXPECT_EQ(ClipMlp::load(files.checkpoint(stand_in_clip_mlp(64))).inputs(), 64u);
  const VaeClip vae = VaeClip::load(files.checkpoint(stand_in_vae_clip(64)));
  EXPECT_EQ(vae.latent(), 64u);
  const LatentGaussian gaussian = vae.encode(random_rows(2, kBaselineScores));
  EXPECT_EQ(gaussian.mean.cols(), 64u);
  EXPECT_EQ(gaussian.log_variance.rows(), 2u);
  const nn::Matrix scores = vae.decode(gaussian.mean);
  EXPECT_EQ(scores.cols(), kBaselineScores);
  for (const float score : scores.row(1)) EXPECT_TRUE(score >= 0 && score <= 1) << score;
}

TEST(Baselines, NameTheFileAndTheTensorThatIsWrong) {
  const Files files;
  const auto mlp_error = [](const std::filesystem::path& path) {
    return error_message([&] { (void)ClipMlp::load(path); });
  };
  StandInWeights weights = stand_in_clip_mlp();
  weights.remove("network.2.bias");
  EXPECT_THAT(mlp_error(files.checkpoint(weights)), HasSubstr("w.pth: tensor \"network.2.bias\" is missing"));
  EXPECT_THAT(mlp_error(files.safetensors(weights)), HasSubstr("w.safetensors: tensor \"network.2.bias\" is missing"));
  EXPECT_THAT(mlp_error(files.checkpoint(stand_in_vae_clip())), HasSubstr("tensor \"network.0.weight\" is missing"));
  weights = stand_in_clip_mlp();
  weights.add_layer("network.4", 10, 52);
  EXPECT_THAT(mlp_error(files.checkpoint(weights)),
              HasSubstr("\"network.4.weight\" has shape [52, 10], expected [51, 10]"));
  weights.add_layer("network.2", 13, 10);
  EXPECT_THAT(mlp_error(files.checkpoint(weights)),
              HasSubstr("\"network.2.weight\" has shape [10, 13], expected [10, 12]"));
  weights.add_layer("network.0", 5000, 2);
  EXPECT_THAT(mlp_error(files.checkpoint(weights)), HasSubstr("shape [2, 5000], expected a matrix of sides 1 to 4096"));
  StandInWeights vae = stand_in_vae_clip();
  vae.add_layer("fc_mu", 12, 9);
  EXPECT_THAT(error_message([&] { (void)VaeClip::load(files.checkpoint(vae)); }),
              HasSubstr("\"fc_mu.weight\" has shape [9, 12], expected [8, 12]"));
}

TEST(Baselines, SayWhatAFileIsNot) {
  const Files files;
  const auto mlp_error = [](const std::filesystem::path& path) {
    return error_message([&] { (void)ClipMlp::load(path); });
  };
  EXPECT_THAT(mlp_error(files.other("a.pth", "html")), HasSubstr("a.pth: 4 bytes are no ZIP archive"));
  EXPECT_THAT(mlp_error(files.other("a.safetensors", "html")), HasSubstr("too few for a safetensors file"));
  EXPECT_THAT(mlp_error(files.other("a.bin", "PK\x03\x04")), HasSubstr("4 bytes are no ZIP archive"));
  EXPECT_THAT(mlp_error("/nowhere/a.pth"), HasSubstr("/nowhere/a.pth"));
}

TEST(Baselines, ReparameteriseScalesNoiseByTheStandardDeviation) {
  LatentGaussian gaussian{nn::Matrix(1, 2), nn::Matrix(1, 2)};
  nn::Matrix noise(1, 2);
  gaussian.mean.row(0)[0] = 1;
  gaussian.mean.row(0)[1] = -1;
  gaussian.log_variance.row(0)[0] = 2 * std::log(3.0f);
  gaussian.log_variance.row(0)[1] = -100;
  noise.row(0)[0] = noise.row(0)[1] = 0.5f;
  const nn::Matrix z = reparameterise(gaussian, noise);
  EXPECT_NEAR(z.row(0)[0], 2.5f, 1e-6f);
  EXPECT_NEAR(z.row(0)[1], -1, 1e-6f);
  EXPECT_THROW((void)reparameterise(gaussian, nn::Matrix(2, 2)), Error);
}

TEST(Baselines, OrderScoresAsMediaPipeWithoutNeutral) {
  nn::Matrix scores(1, kBaselineScores);
  for (std::size_t i = 0; i < kBaselineScores; ++i) scores.row(0)[i] = static_cast<float>(i) / 100;
  const auto expressions = to_expressions(scores);
  EXPECT_EQ(expressions.at(0)[face::Channel::kBrowDownLeft], 0);
  EXPECT_EQ(expressions.at(0)[face::Channel::kJawOpen], 0.24f);
  EXPECT_EQ(expressions.at(0)[face::Channel::kNoseSneerRight], 0.5f);
  EXPECT_EQ(expressions.at(0)[face::Channel::kTongueOut], 0);
  EXPECT_THROW((void)to_expressions(nn::Matrix(1, 52)), Error);
  scores.row(0)[3] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(error_message([&] { (void)to_expressions(scores); }), HasSubstr("browOuterUpLeft"));
}

template <typename Model>
class BaselineModels : public ::testing::Test {
 protected:
  [[nodiscard]] static Model make(TextEmbedder embed, TextCheck check = {}) {
    const Files files;
    if constexpr (std::is_same_v<Model, ClipMlpModel>)
      return {ClipMlp::load(files.checkpoint(stand_in_clip_mlp(kWidth))), std::move(embed), std::move(check)};
    else
      return {VaeClip::load(files.checkpoint(stand_in_vae_clip(kWidth))), std::move(embed), std::move(check)};
  }
};
using Models = ::testing::Types<ClipMlpModel, VaeClipModel>;
TYPED_TEST_SUITE(BaselineModels, Models);

TYPED_TEST(BaselineModels, PredictABatchAsSingleTexts) {
  const TypeParam model = this->make(fake_embeddings);
  std::vector<std::string> texts;
  for (int i = 0; i < 21; ++i) texts.push_back("face number " + std::to_string(i));
  const std::vector<Prediction> together = model.predict_batch(texts);
  ASSERT_EQ(together.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i)
    EXPECT_LE(face::max_difference(together[i].expression, model.predict(texts[i]).expression), 1e-6f) << texts[i];
  EXPECT_GT(face::max_difference(together[0].expression, together[1].expression), 0.01f);
  EXPECT_TRUE(model.predict_batch({}).empty());
}

TYPED_TEST(BaselineModels, MakeUpNoEmotions) {
  const TypeParam model = this->make(fake_embeddings);
  const Prediction prediction = model.predict("overjoyed");
  EXPECT_FALSE(prediction.tells_emotions);
  EXPECT_EQ(prediction.emotions, emotion::Intensities{});
  EXPECT_EQ(prediction.confidence, 0);
  EXPECT_THAT(prediction.notes.at(0), HasSubstr("predicts a face only, no emotions"));
  EXPECT_THAT(prediction.notes.at(0), HasSubstr(std::string(model.name())));
}

TYPED_TEST(BaselineModels, ExplainThatTheNetworkDidIt) {
  const TypeParam model = this->make(fake_embeddings);
  const Explanation explanation = model.explain("overjoyed");
  EXPECT_TRUE(explanation.clauses.empty());
  EXPECT_FALSE(explanation.channels.empty());
  for (const ChannelSource& source : explanation.channels) EXPECT_TRUE(source.emotions.empty());
}

TYPED_TEST(BaselineModels, RefuseTextsThatEitherCheckRefuses) {
  const TypeParam model = this->make(
      fake_embeddings, [](std::string_view text) { check(text.size() < 20, ErrorCode::kInvalidArgument, "too long"); });
  EXPECT_EQ(error_message([&] { model.check_text("joy"); }), "no error");
  EXPECT_NE(error_message([&] { model.check_text(" "); }), "no error");
  EXPECT_EQ(error_message([&] { (void)model.predict(std::string(20, 'x')); }), "too long");
  const std::vector<std::string> texts = {"joy", std::string(20, 'x')};
  EXPECT_EQ(error_message([&] { (void)model.predict_batch(texts); }), "text 1: too long");
}

TYPED_TEST(BaselineModels, RefuseEmbeddingsThatDoNotFit) {
  const auto error = [this](const TextEmbedder& embed) {
    return error_message([&] { (void)this->make(embed).predict("joy"); });
  };
  EXPECT_THAT(error([](std::span<const std::string> texts) { return nn::Matrix(texts.size(), kWidth + 1); }),
              HasSubstr(": 1 embeddings of 9 values for 1 texts; its weights are for 8 values"));
  EXPECT_THAT(error([](std::span<const std::string>) { return nn::Matrix(2, kWidth); }), HasSubstr("2 embeddings"));
  EXPECT_THAT(error([](std::span<const std::string> texts) {
                nn::Matrix rows = fake_embeddings(texts);
                rows.row(0)[5] = std::numeric_limits<float>::infinity();
                return rows;
              }),
              HasSubstr("the embedding of \"joy\" holds inf at index 5"));
}

}  // namespace
}  // namespace emo3d::model
