#include "emo3d/encode/clip_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "emo3d/base/error.h"
#include "tests/support/errors.h"
#include "tests/support/stand_in_encoders.h"

namespace emo3d::encode {
namespace {

using emo3d::testing::error_message;
using emo3d::testing::stand_in_clip;
using emo3d::testing::StandInEncoder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using Ids = std::vector<std::int32_t>;

constexpr std::int32_t kStart = 48;
constexpr std::int32_t kEnd = 49;

ClipTextNetwork text_network(const StandInEncoder& model, nn::Precision precision = {}) {
  const TemporaryDirectory folder;
  model.write(folder.path());
  return {std::make_shared<nn::WeightFiles>(folder.path()), read_clip_config(folder.path()), precision};
}
ClipVisionNetwork vision_network(const StandInEncoder& model, nn::Precision precision = {}) {
  const TemporaryDirectory folder;
  model.write(folder.path());
  return {nn::WeightFiles(folder.path()), read_clip_config(folder.path()), precision};
}

std::vector<float> embedding(const ClipTextNetwork& network, const Ids& ids) {
  const nn::Matrix row = network.run(ids, std::vector<std::size_t>{ids.size()});
  return {row.data(), row.data() + row.cols()};
}

double largest_difference(std::span<const float> a, std::span<const float> b) {
  EXPECT_EQ(a.size(), b.size());
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
  return largest;
}

std::vector<float> random_pixels(std::size_t images, std::uint64_t seed = 1) {
  Random random(seed);
  std::vector<float> pixels(images * 3 * 12 * 12);
  for (float& pixel : pixels) pixel = static_cast<float>(random.normal());
  return pixels;
}

std::vector<nn::Precision> precisions() {
  std::vector<nn::Precision> list = {nn::Precision::kFloat32};
  if (nn::bfloat16_supported()) list.push_back(nn::Precision::kBfloat16);
  if (nn::int8_supported()) list.push_back(nn::Precision::kInt8);
  return list;
}

TEST(ClipTextNetwork, EndsAtTheFirstEndToken) {
  const ClipTextNetwork network = text_network(stand_in_clip());
  EXPECT_EQ(network.embedding_size(), 10u);
  EXPECT_EQ(network.max_tokens(), 20u);
  const std::vector<float> plain = embedding(network, {kStart, 3, 7, kEnd});
  EXPECT_LE(largest_difference(plain, embedding(network, {kStart, 3, 7, kEnd, 0, 0, 0})), 1e-6);
  EXPECT_LE(largest_difference(plain, embedding(network, {kStart, 3, 7, kEnd, kEnd, 5, kEnd})), 1e-6);
  EXPECT_GE(largest_difference(plain, embedding(network, {kStart, 7, 3, kEnd})), 1e-3);
  EXPECT_EQ(network.hidden_states(Ids{kStart, 3, 7, kEnd, 0}).size(), 4u);
}

TEST(ClipTextNetwork, OlderFilesEndTextsAtTheHighestToken) {
  StandInEncoder older = stand_in_clip();
  older.config["text_config"]["eos_token_id"] = 2;
  const Ids ids = {kStart, 2, 7, kEnd, 0, 0};
  EXPECT_LE(largest_difference(embedding(text_network(older), ids), embedding(text_network(stand_in_clip()), ids)),
            1e-6);
}

TEST(ClipTextNetwork, AnyGroupingGivesTheResultsOfSingleTexts) {
  for (const nn::Precision precision : precisions()) {
    const ClipTextNetwork network = text_network(stand_in_clip(), precision);
    EXPECT_TRUE(rc::check("batch N equals batch 1", [&] {
      const auto texts = *rc::gen::container<std::vector<Ids>>(rc::gen::suchThat(
          rc::gen::container<Ids>(rc::gen::inRange(0, 48)), [](const Ids& t) { return t.size() < 18; }));
      Ids ids;
      std::vector<std::size_t> lengths;
      std::vector<Ids> whole;
      for (Ids text : texts) {
        text.insert(text.begin(), kStart);
        text.push_back(kEnd);
        ids.insert(ids.end(), text.begin(), text.end());
        lengths.push_back(text.size());
        whole.push_back(std::move(text));
      }
      const nn::Matrix together = network.run(ids, lengths, *rc::gen::inRange(1u, 4u));
      RC_ASSERT(together.rows() == texts.size());
      // What rounds differently may fall on the other side of a step of bfloat16 or int8.
      const double tolerance = precision == nn::Precision::kFloat32 ? 1e-5 : 0.05;
      for (std::size_t i = 0; i < whole.size(); ++i)
        RC_ASSERT(largest_difference(together.row(i), embedding(network, whole[i])) <= tolerance);
    }));
  }
}

TEST(ClipTextNetwork, RefusesTokensItDoesNotKnow) {
  const ClipTextNetwork network = text_network(stand_in_clip());
  const auto message = [&](const Ids& ids, const std::vector<std::size_t>& lengths) {
    return error_message([&] { (void)network.run(ids, lengths); });
  };
  EXPECT_THAT(message({kStart, 50, kEnd}, {3}), HasSubstr("token id 50 is not in the vocabulary of 50"));
  EXPECT_THAT(message({kStart, -1, kEnd}, {3}), HasSubstr("token id -1"));
  EXPECT_THAT(message({kStart, 1, 2}, {3}), HasSubstr("no end token 49"));
  EXPECT_THAT(message({kStart, kEnd}, {3}), HasSubstr("has 3 tokens, expected 1 to 2"));
  EXPECT_THAT(message({kStart, kEnd}, {2, 0}), HasSubstr("text 1 has 0 tokens"));
  EXPECT_THAT(message({kStart, kEnd, 1}, {2}), HasSubstr("1 token ids follow"));
  EXPECT_THAT(message(Ids(21, kEnd), {21}), HasSubstr("expected 1 to 20"));
  EXPECT_THAT(message({kEnd}, {std::numeric_limits<std::size_t>::max()}), HasSubstr("expected 1 to"));
  EXPECT_EQ(network.run({}, {}).rows(), 0u);
}

TEST(ClipVisionNetwork, ReadsPatchesRowByRow) {
  const ClipVisionNetwork network = vision_network(stand_in_clip());
  // Without positions only the order of patches tells images apart; with them a moved patch changes the result.
  std::vector<float> pixels = random_pixels(1);
  const nn::Matrix before = network.run(pixels);
  const auto states = network.hidden_states(pixels);
  ASSERT_EQ(states.size(), 3u);
  EXPECT_EQ(states[0].rows(), 10u);
  pixels[2 * 144 + 5 * 12 + 9] += 1;  // channel 2, line 5, column 9: patch 1 * 3 + 2, token 6
  const auto changed = network.hidden_states(pixels);
  for (std::size_t r = 0; r < 10; ++r)
    EXPECT_EQ(largest_difference(states[0].row(r), changed[0].row(r)) > 1e-6, r == 6) << r;
  EXPECT_GE(largest_difference(before.row(0), network.run(pixels).row(0)), 1e-5);
}

TEST(ClipVisionNetwork, AnyGroupingGivesTheResultsOfSingleImages) {
  for (const nn::Precision precision : precisions()) {
    const ClipVisionNetwork network = vision_network(stand_in_clip(), precision);
    const std::vector<float> pixels = random_pixels(60);
    const double tolerance = precision == nn::Precision::kFloat32 ? 1e-5 : 0.05;
    for (const unsigned threads : {1u, 2u}) {
      const nn::Matrix together = network.run(pixels, threads);
      ASSERT_EQ(together.rows(), 60u);
      for (std::size_t i = 0; i < 60; ++i) {
        const nn::Matrix alone = network.run(std::span(pixels).subspan(i * 432, 432));
        ASSERT_LE(largest_difference(together.row(i), alone.row(0)), tolerance);
      }
    }
  }
  const ClipVisionNetwork network = vision_network(stand_in_clip());
  EXPECT_THROW((void)network.run(std::vector<float>(431)), Error);
  EXPECT_EQ(network.run({}).rows(), 0u);
}

TEST(ClipNetworks, NameTheTensorThatDoesNotFit) {
  const auto text = [](auto change) {
    StandInEncoder model = stand_in_clip();
    change(model);
    return error_message([&] { (void)text_network(model); });
  };
  const auto vision = [](auto change) {
    StandInEncoder model = stand_in_clip();
    change(model);
    return error_message([&] { (void)vision_network(model); });
  };
  const std::string fc1 = "text_model.encoder.layers.1.mlp.fc1.weight";
  EXPECT_THAT(text([&](auto& m) { m.tensors.erase(fc1); }),
              AllOf(HasSubstr("model.safetensors"), HasSubstr(fc1), HasSubstr("is missing, expected shape [40, 24]")));
  EXPECT_THAT(text([&](auto& m) {
                m.add(fc1, {24, 40}, 0, 1);
              }),
              AllOf(HasSubstr(fc1), HasSubstr("has shape [24, 40], expected [40, 24]")));
  EXPECT_THAT(vision([&](auto& m) { m.tensors.erase("vision_model.pre_layrnorm.bias"); }),
              HasSubstr("pre_layrnorm.bias"));
  EXPECT_THAT(vision([&](auto& m) { m.config["vision_config"]["image_size"] = 16; }),
              HasSubstr("has shape [10, 32], expected [17, 32]"));
  EXPECT_THAT(vision([&](auto& m) { m.config["vision_config"]["num_hidden_layers"] = 3; }),
              HasSubstr("vision_model.encoder.layers.2."));
}

TEST(ClipNetworks, RefuseWeightsThatAreNotNumbers) {
  const TemporaryDirectory folder;
  const StandInEncoder model = stand_in_clip();
  model.write(folder.path());
  std::string file = model.safetensors();
  const nn::SafeTensorsFile original(folder.path() / "model.safetensors");
  const auto& entry = original.index().tensors.at("text_model.encoder.layers.0.mlp.fc2.weight");
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::memcpy(file.data() + entry.begin + 8, &nan, sizeof nan);
  write_file(folder.path() / "model.safetensors", file);
  const auto files = std::make_shared<nn::WeightFiles>(folder.path());
  EXPECT_THAT(
      error_message([&] { (void)ClipTextNetwork(files, read_clip_config(folder.path()), nn::Precision::kFloat32); }),
      AllOf(HasSubstr("layers.0.mlp.fc2.weight"), HasSubstr("nan at index 2, expected finite")));
  EXPECT_NO_THROW((void)ClipVisionNetwork(*files, read_clip_config(folder.path()), nn::Precision::kFloat32));
}

TEST(ClipNetworks, LogitScaleIsTheExponentialOfItsTensor) {
  const TemporaryDirectory folder;
  StandInEncoder model = stand_in_clip();
  model.write(folder.path());
  const ClipConfig config = read_clip_config(folder.path());
  EXPECT_NEAR(clip_logit_scale(nn::WeightFiles(folder.path()), config), std::exp(2.6592), 1e-3);
  model.tensors["logit_scale"] = {{}, {4.0f}};
  model.write(folder.path());
  EXPECT_NEAR(clip_logit_scale(nn::WeightFiles(folder.path()), config), std::exp(4.0), 1e-3);
  model.tensors["logit_scale"] = {{}, {400.0f}};
  model.write(folder.path());
  EXPECT_THROW((void)clip_logit_scale(nn::WeightFiles(folder.path()), config), Error);
}

}  // namespace
}  // namespace emo3d::encode
