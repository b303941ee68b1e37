#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <numeric>
#include <set>

#include "emo3d/base/json.h"
#include "emo3d/encode/clip_network.h"
#include "emo3d/nn/npy.h"
#include "tests/support/golden.h"

namespace emo3d::encode {
namespace {

double largest_difference(std::span<const float> a, std::span<const float> b) {
  EXPECT_EQ(a.size(), b.size());
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
  return largest;
}

double cosine(std::span<const float> a, std::span<const float> b) {
  double dot = 0, squares_a = 0, squares_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    dot += static_cast<double>(a[i]) * b[i];
    squares_a += static_cast<double>(a[i]) * a[i];
    squares_b += static_cast<double>(b[i]) * b[i];
  }
  return dot / std::sqrt(squares_a * squares_b);
}

std::span<const float> values(const nn::Matrix& m) { return {m.data(), m.rows() * m.cols()}; }

class ClipNetworkGolden : public ::testing::Test {
 protected:
  void SetUp() override {
    EMO3D_GOLDEN_OR_SKIP(folder, "clip-tiny");
    folder_ = folder;
    config_ = read_clip_config(folder_);
    files_ = std::make_shared<nn::WeightFiles>(folder_);
    ids_ = array<std::int32_t>("token_ids.npy");
    text_embeds_ = array<float>("text_embeds.npy");
    pixels_ = array<float>("pixel_values.npy");
    image_embeds_ = array<float>("image_embeds.npy");
  }
  template <typename T>
  [[nodiscard]] nn::NpyArray<T> array(const char* name) const {
    return nn::read_npy<T>(folder_ / name);
  }
  [[nodiscard]] nn::Matrix texts(nn::Precision precision = nn::Precision::kFloat32, unsigned threads = 1) const {
    const std::vector<std::size_t> lengths(ids_.shape[0], ids_.shape[1]);
    return ClipTextNetwork(files_, config_, precision).run(ids_.values, lengths, threads);
  }
  [[nodiscard]] nn::Matrix images(nn::Precision precision = nn::Precision::kFloat32, unsigned threads = 1) const {
    return ClipVisionNetwork(*files_, config_, precision).run(pixels_.values, threads);
  }

  static constexpr double kTolerance = 2e-5;
  std::filesystem::path folder_;
  ClipConfig config_;
  std::shared_ptr<const nn::WeightFiles> files_;
  nn::NpyArray<std::int32_t> ids_;
  nn::NpyArray<float> text_embeds_, pixels_, image_embeds_;
};

TEST_F(ClipNetworkGolden, EmbeddingsEqualTheReference) {
  for (const unsigned threads : {1u, 2u}) {
    const double text = largest_difference(values(texts({}, threads)), text_embeds_.values);
    const double image = largest_difference(values(images({}, threads)), image_embeds_.values);
    std::cout << threads << " threads, float32: largest difference of texts " << text << ", of images " << image
              << "\n";
    EXPECT_LE(text, kTolerance);
    EXPECT_LE(image, kTolerance);
  }
  const auto random = array<float>("random_pixels.npy");
  const ClipVisionNetwork vision(*files_, config_, nn::Precision::kFloat32);
  EXPECT_LE(largest_difference(values(vision.run(random.values)), array<float>("random_pixels_embeds.npy").values),
            kTolerance);
}

TEST_F(ClipNetworkGolden, HiddenStatesEqualTheReference) {
  const Json text = read_json(folder_ / "texts.json").at(0);
  const auto ids = text.at("ids").get<std::vector<std::int32_t>>();
  const auto expected = array<float>("hidden_text0.npy");  // padded to [states, 77, width]
  const auto states = ClipTextNetwork(files_, config_, nn::Precision::kFloat32).hidden_states(ids);
  ASSERT_EQ(states.size(), expected.shape[0]);
  for (std::size_t i = 0; i < states.size(); ++i) {
    ASSERT_EQ(states[i].rows(), ids.size());
    const auto padded = std::span(expected.values).subspan(i * expected.shape[1] * expected.shape[2]);
    EXPECT_LE(largest_difference(values(states[i]), padded.first(ids.size() * expected.shape[2])), kTolerance) << i;
  }
  const auto image = array<float>("hidden_image0.npy");
  const ClipVisionNetwork vision(*files_, config_, nn::Precision::kFloat32);
  const auto image_states = vision.hidden_states(std::span(pixels_.values).first(pixels_.values.size() / 9));
  ASSERT_EQ(image_states.size(), image.shape[0]);
  for (std::size_t i = 0; i < image_states.size(); ++i) {
    const std::size_t size = image.shape[1] * image.shape[2];
    EXPECT_LE(largest_difference(values(image_states[i]), std::span(image.values).subspan(i * size, size)), kTolerance);
  }
}

TEST_F(ClipNetworkGolden, CosinesAndRankingEqualTheReference) {
  const nn::Matrix text = texts();
  const nn::Matrix image = images();
  const auto expected = array<float>("cosine_image_text.npy");
  for (std::size_t i = 0; i < image.rows(); ++i)
    for (std::size_t t = 0; t < text.rows(); ++t)
      ASSERT_NEAR(cosine(image.row(i), text.row(t)), expected.values[i * text.rows() + t], 1e-5);

  const Json golden = read_json(folder_ / "topk.json");
  EXPECT_NEAR(clip_logit_scale(*files_, config_), golden.at("logit_scale_exp").get<double>(), 1e-3);
  const auto distinct = golden.at("distinct_text_index").get<std::vector<std::size_t>>();
  for (std::size_t i = 0; i < image.rows(); ++i) {
    const Json& row = golden.at("image_to_text").at(i);
    const auto top = row.at("top10_text_index").get<std::vector<std::size_t>>();
    if (row.at("smallest_gap_inside_or_at_cut").get<double>() < 1e-5) continue;
    std::vector<std::size_t> ranked = distinct;
    std::ranges::sort(ranked, std::greater{}, [&](std::size_t t) { return cosine(image.row(i), text.row(t)); });
    ranked.resize(top.size());
    EXPECT_EQ(ranked, top) << "image " << i;
  }
}

TEST_F(ClipNetworkGolden, LowerPrecisionsStayClose) {
  for (const auto& [precision, supported, bound] :
       {std::tuple{nn::Precision::kBfloat16, nn::bfloat16_supported(), 0.9995},
        {nn::Precision::kInt8, nn::int8_supported(), 0.995}}) {
    if (!supported) continue;
    double lowest = 1;
    const nn::Matrix text = texts(precision);
    const nn::Matrix image = images(precision);
    const std::size_t width = text.cols();
    for (std::size_t i = 0; i < text.rows(); ++i)
      lowest = std::min(lowest, cosine(text.row(i), std::span(text_embeds_.values).subspan(i * width, width)));
    for (std::size_t i = 0; i < image.rows(); ++i)
      lowest = std::min(lowest, cosine(image.row(i), std::span(image_embeds_.values).subspan(i * width, width)));
    std::cout << nn::name(precision) << ": lowest cosine " << lowest << "\n";
    EXPECT_GE(lowest, bound) << nn::name(precision);
  }
}

}  // namespace
}  // namespace emo3d::encode
