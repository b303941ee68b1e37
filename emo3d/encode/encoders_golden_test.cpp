// Texts and image files in, embeddings out, compared with the reference from end to end.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/encode/image_encoder.h"
#include "emo3d/encode/text_encoder.h"
#include "emo3d/nn/npy.h"
#include "tests/support/errors.h"
#include "tests/support/golden.h"

namespace emo3d::encode {
namespace {

namespace fs = std::filesystem;
constexpr double kTolerance = 1e-4;

double largest_difference(const nn::Matrix& found, const nn::NpyArray<float>& expected) {
  EXPECT_EQ(found.rows() * found.cols(), expected.values.size());
  double largest = 0;
  for (std::size_t i = 0; i < expected.values.size(); ++i)
    largest = std::max(largest, std::abs(static_cast<double>(found.data()[i]) - expected.values[i]));
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

class EncodersGolden : public ::testing::Test {
 protected:
  void SetUp() override {
    EMO3D_GOLDEN_OR_SKIP(folder, "");
    root_ = folder;
  }
  [[nodiscard]] nn::NpyArray<float> array(const std::string& path) const { return nn::read_npy<float>(root_ / path); }
  [[nodiscard]] std::vector<std::string> clip_texts() const {
    std::vector<std::string> texts;
    for (const Json& row : read_json(root_ / "clip-tiny/texts.json")) texts.push_back(row.at("text"));
    return texts;
  }
  [[nodiscard]] std::vector<fs::path> clip_images() const {
    std::vector<fs::path> files;
    for (const Json& row : read_json(root_ / "clip-tiny/images.json"))
      files.push_back(root_ / "clip-tiny/images" / row.at("file").get<std::string>());
    return files;
  }
  fs::path root_;
};

TEST_F(EncodersGolden, BertsTextsEqualTheReference) {
  for (const std::string model : {"bert-tiny", "xlmr-tiny"}) {
    std::vector<std::string> texts;
    std::vector<std::size_t> tokens;
    const Json golden = read_json(root_ / model / "text_golden.json");
    for (const Json& row : golden.at("rows")) {
      texts.push_back(row.at("text"));
      tokens.push_back(row.at("ids").size() - 2);
    }
    for (const auto& [pooling, file] : {std::pair{BertPooling::kFirst, "/text_cls.npy"},
                                        {BertPooling::kMean, "/text_mean_pooled.npy"},
                                        {BertPooling::kPooler, "/text_pooler_output.npy"}}) {
      const auto encoder = load_text_encoder(root_ / model, {.pooling = pooling});
      const TextEmbeddings found = encoder->embed(texts, 2);
      const double difference = largest_difference(found.rows, array(model + file));
      std::cout << model << " " << encoder->pooling() << ": largest difference " << difference << "\n";
      EXPECT_LE(difference, kTolerance) << model << file;
      for (std::size_t i = 0; i < texts.size(); ++i) {
        EXPECT_EQ(found.tokens[i] - found.cut[i], tokens[i]) << texts[i];
        const TokenCount count = encoder->count(texts[i]);
        EXPECT_EQ(count.tokens, found.tokens[i]);
        EXPECT_EQ(count.cut, found.cut[i]);
      }
    }
  }
}

TEST_F(EncodersGolden, ClipsTextsEqualTheReference) {
  const TextEmbeddings found = load_text_encoder(root_ / "clip-tiny")->embed(clip_texts());
  const double difference = largest_difference(found.rows, array("clip-tiny/text_embeds.npy"));
  std::cout << "clip-tiny texts: largest difference " << difference << "\n";
  EXPECT_LE(difference, kTolerance);
}

TEST_F(EncodersGolden, ClipsImagesEqualTheReference) {
  const ImageEncoder encoder = ImageEncoder::load(root_ / "clip-tiny");
  const std::vector<fs::path> files = clip_images();
  std::vector<std::string> contents;
  for (const fs::path& file : files) contents.push_back(read_file(file));
  const std::vector<std::string_view> views(contents.begin(), contents.end());
  for (const unsigned threads : {1U, 3U}) {
    for (const ImageEmbeddings& found : {encoder.embed(files, threads), encoder.embed(views, threads)}) {
      const double difference = largest_difference(found.rows, array("clip-tiny/image_embeds.npy"));
      std::cout << "clip-tiny images: largest difference " << difference << "\n";
      EXPECT_LE(difference, kTolerance);
      EXPECT_TRUE(std::ranges::all_of(found.faults, &std::string::empty));
    }
  }
}

TEST_F(EncodersGolden, MoreImagesThanABatchKeepTheirOrder) {
  const ImageEncoder encoder = ImageEncoder::load(root_ / "clip-tiny");
  const std::vector<fs::path> few = clip_images();
  std::vector<fs::path> many;
  for (std::size_t i = 0; i < 50; ++i) many.push_back(i % 7 == 3 ? root_ / "clip-tiny/gone.png" : few[i % few.size()]);
  const ImageEmbeddings alone = encoder.embed(few, 1), together = encoder.embed(many, 2);
  for (std::size_t i = 0; i < many.size(); ++i) {
    const auto row = together.rows.row(i);
    if (i % 7 == 3) {
      EXPECT_NE(together.faults[i].find("gone.png"), std::string::npos);
      EXPECT_TRUE(std::ranges::all_of(row, [](float v) { return v == 0; }));
      continue;
    }
    EXPECT_EQ(together.faults[i], "");
    EXPECT_GT(cosine(row, alone.rows.row(i % few.size())), 0.99999);
  }
}

TEST_F(EncodersGolden, CosinesAndRankingEqualTheReference) {
  const ImageEncoder encoder = ImageEncoder::load(root_ / "clip-tiny");
  const std::vector<std::string> texts = clip_texts();
  const nn::Matrix text = load_text_encoder(root_ / "clip-tiny")->embed(texts).rows;
  const nn::Matrix image = encoder.embed(clip_images()).rows;
  const auto expected = array("clip-tiny/cosine_image_text.npy");
  for (std::size_t i = 0; i < image.rows(); ++i)
    for (std::size_t t = 0; t < text.rows(); ++t)
      ASSERT_NEAR(cosine(image.row(i), text.row(t)), expected.values[i * text.rows() + t], kTolerance);
  const Json golden = read_json(root_ / "clip-tiny/topk.json");
  EXPECT_NEAR(encoder.logit_scale(), golden.at("logit_scale_exp").get<double>(), 1e-3);
  const auto distinct = golden.at("distinct_text_index").get<std::vector<std::size_t>>();
  for (std::size_t i = 0; i < image.rows(); ++i) {
    const Json& row = golden.at("image_to_text").at(i);
    if (row.at("smallest_gap_inside_or_at_cut").get<double>() < 1e-5) continue;
    const auto top = row.at("top10_text_index").get<std::vector<std::size_t>>();
    std::vector<std::size_t> ranked = distinct;
    std::ranges::sort(ranked, std::greater{}, [&](std::size_t t) { return cosine(image.row(i), text.row(t)); });
    ranked.resize(top.size());
    EXPECT_EQ(ranked, top) << "image " << i;
  }
}

TEST_F(EncodersGolden, AModelThatIsNoClipHasNoImages) {
  EXPECT_NE(testing::error_message([&] {
              (void)ImageEncoder::load(root_ / "bert-tiny");
            }).find("\"model_type\" is \"bert\", expected \"clip\""),
            std::string::npos);
}

}  // namespace
}  // namespace emo3d::encode
