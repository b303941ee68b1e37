// Requests for embeddings with the golden models: what callers are told, the cache, and what is refused.
#include <gtest/gtest.h>

#include <cmath>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/nn/npy.h"
#include "emo3d/service/embed.h"
#include "emo3d/service/similarity.h"
#include "tests/support/errors.h"
#include "tests/support/golden.h"

namespace emo3d::service {
namespace {

namespace fs = std::filesystem;
using testing::error_message;

class EmbedGolden : public ::testing::Test {
 protected:
  void SetUp() override {
    EMO3D_GOLDEN_OR_SKIP(golden, "clip-tiny");
    golden_ = golden;
    options_ = {.model = golden.string(), .cache_folder = folder_.path() / "cache"};
    std::size_t line = 0;
    for (const Json& row : read_json(golden_ / "texts.json"))
      texts_.push_back({.text = row.at("text"), .line = ++line, .source = "texts.txt"});
    for (const Json& row : read_json(golden_ / "images.json"))
      images_.push_back(golden_ / "images" / row.at("file").get<std::string>());
  }
  /// Rows one after the other; nothing for an image that failed.
  [[nodiscard]] EmbedSink collect() {
    rows_.clear();
    faults_.clear();
    return {.take = [this](const EmbeddedRow& row) {
      EXPECT_EQ(row.index, rows_.size());
      rows_.emplace_back(row.values.begin(), row.values.end());
      faults_.push_back(row.fault);
    }};
  }
  void expect_rows(const char* file) const {
    const auto expected = nn::read_npy<float>(golden_ / file);
    ASSERT_EQ(rows_.size(), expected.shape[0]);
    for (std::size_t i = 0; i < expected.values.size(); ++i)
      ASSERT_NEAR(rows_[i / expected.shape[1]].at(i % expected.shape[1]), expected.values[i], 1e-4) << i;
  }

  TemporaryDirectory folder_;
  fs::path golden_;
  EmbedOptions options_;
  std::vector<TextLine> texts_;
  std::vector<fs::path> images_;
  std::vector<std::vector<float>> rows_;
  std::vector<std::string> faults_;
};

TEST_F(EmbedGolden, TextsEqualTheReferenceAlsoFromTheCache) {
  const EmbedSummary first = embed_texts(texts_, options_, collect());
  expect_rows("text_embeds.npy");
  EXPECT_EQ(first.inputs, texts_.size());
  EXPECT_EQ(first.from_cache, 0U);
  EXPECT_EQ(first.dimensions, 64U);
  EXPECT_EQ(first.max_tokens, 77U);
  EXPECT_GT(first.cut_texts, 0U);
  const std::vector<std::vector<float>> before = rows_;
  const EmbedSummary second = embed_texts(texts_, options_, collect());
  EXPECT_EQ(second.from_cache, texts_.size());
  EXPECT_EQ(rows_, before);
  EXPECT_EQ(second.cut_tokens, first.cut_tokens) << "known without the network too";
  options_.length = text::LengthPolicy::kChunkMean;
  EXPECT_EQ(embed_texts(texts_, options_, collect()).from_cache, 0U) << "another length policy is another key";
  options_.uses_cache = false;
  EXPECT_EQ(embed_texts(texts_, options_, collect()).from_cache, 0U);
}

TEST_F(EmbedGolden, ImagesEqualTheReferenceAndOneBrokenFileCostsNoOther) {
  EXPECT_EQ(embed_images(images_, options_, collect()).from_cache, 0U);
  expect_rows("image_embeds.npy");
  write_file(folder_.path() / "broken.png", "\x89PNG\r\n\x1a\n????");
  images_.insert(images_.begin() + 3, {folder_.path() / "broken.png", folder_.path() / "gone.jpg"});
  const EmbedSummary summary = embed_images(images_, options_, collect());
  EXPECT_EQ(summary.failed, 2U);
  EXPECT_EQ(summary.from_cache, images_.size() - 2);
  EXPECT_NE(faults_[3].find("broken.png: "), std::string::npos);
  EXPECT_NE(faults_[4].find("gone.jpg: "), std::string::npos);
  EXPECT_TRUE(rows_[3].empty() && rows_[4].empty());
  rows_.erase(rows_.begin() + 3, rows_.begin() + 5);
  expect_rows("image_embeds.npy");
}

TEST_F(EmbedGolden, NormalizedRowsHaveLength1) {
  options_.normalize = true;
  for (int run = 0; run < 2; ++run) {  // the cache holds them as the model gives them
    (void)embed_images(images_, options_, collect());
    for (const std::vector<float>& row : rows_) {
      double squares = 0;
      for (const float v : row) squares += static_cast<double>(v) * v;
      EXPECT_NEAR(squares, 1, 1e-5);
    }
  }
  options_.normalize = false;
  EXPECT_EQ(embed_images(images_, options_, collect()).from_cache, images_.size());
  expect_rows("image_embeds.npy");
}

TEST_F(EmbedGolden, ADamagedCacheIsToldAndNotUsed) {
  fs::create_directories(options_.cache_folder);
  write_file(options_.cache_folder / "embeddings.sqlite", std::string(8192, 'x'));
  const EmbedSummary summary = embed_texts(texts_, options_, collect());
  EXPECT_NE(summary.cache_fault.find("embeddings.sqlite"), std::string::npos);
  expect_rows("text_embeds.npy");
}

TEST_F(EmbedGolden, WhatSinkThrowsEndsTheWorkAndTheCacheKeepsIt) {
  std::size_t seen = 0;
  const EmbedSink stopped = {.take = [&](const EmbeddedRow&) {
    if (++seen == 5) fail(ErrorCode::kInterrupted, "stop");
  }};
  EXPECT_EQ(error_message([&] { (void)embed_texts(texts_, options_, stopped); }), "stop");
  EXPECT_EQ(embed_texts(texts_, options_, collect()).from_cache, texts_.size());
}

TEST_F(EmbedGolden, ATextThatIsTooLongIsNamedBeforeTheWork) {
  options_.length = text::LengthPolicy::kError;
  bool is_started = false;
  const EmbedSink sink = {.start = [&](std::size_t) { is_started = true; }};
  const std::string message = error_message([&] { (void)embed_texts(texts_, options_, sink); });
  EXPECT_TRUE(message.starts_with("texts.txt: line ")) << message;
  EXPECT_FALSE(is_started);
}

TEST_F(EmbedGolden, UnknownModelsAreRefused) {
  options_.model = (folder_.path() / "none").string();
  EXPECT_NE(error_message([&] { (void)embed_texts(texts_, options_, {}); }).find("none: no such folder"),
            std::string::npos);
  options_.model = "clip-none";
  EXPECT_NE(error_message([&] { (void)embed_texts(texts_, options_, {}); }).find("known are: use-lite"),
            std::string::npos);
  options_.model = folder_.path().string();
  EXPECT_NE(error_message([&] { (void)embed_texts(texts_, options_, {}); }).find("config.json"), std::string::npos);
  options_.model = (golden_.parent_path() / "bert-tiny").string();
  EXPECT_NE(error_message([&] { (void)embed_images(images_, options_, {}); }).find("expected \"clip\""),
            std::string::npos);
}

TEST_F(EmbedGolden, SimilarityIsTheReferencesCosinesAndSoftmax) {
  const Similarity found = compare(texts_, images_, options_);
  const auto expected = nn::read_npy<float>(golden_ / "cosine_image_text.npy");
  ASSERT_TRUE(found.logit_scale);
  EXPECT_NEAR(*found.logit_scale, 100.0299, 1e-3);
  for (std::size_t i = 0; i < images_.size(); ++i) {
    double sum = 0, shares = 0;
    for (std::size_t t = 0; t < texts_.size(); ++t) {
      ASSERT_NEAR(found.cosines[i][t], expected.values[i * texts_.size() + t], 1e-4);
      sum += std::exp(100.0299 * expected.values[i * texts_.size() + t]);
      shares += found.probabilities[i][t];
    }
    EXPECT_NEAR(shares, 1, 1e-5);
    const std::size_t best = nearest_texts(found, i, 1).at(0);
    EXPECT_NEAR(found.probabilities[i][best], std::exp(100.0299 * expected.values[i * texts_.size() + best]) / sum,
                5e-3);
  }
  EXPECT_EQ(to_json(found, 3).at("rows").at(2).at("top").size(), 3U);
}

TEST_F(EmbedGolden, TextsAreComparedWithEachOther) {
  options_.model = (golden_.parent_path() / "bert-tiny").string();
  const std::vector<TextLine> texts = {{.text = "a smile"}, {.text = "a frown"}, {.text = "a smile"}};
  const Similarity found = compare(texts, {}, options_);
  EXPECT_FALSE(found.logit_scale);
  EXPECT_TRUE(found.probabilities.empty());
  EXPECT_NEAR(found.cosines[0][2], 1, 1e-5);
  EXPECT_LT(found.cosines[0][1], 0.9999);
  EXPECT_EQ(nearest_texts(found, 0, 5), (std::vector<std::size_t>{2, 1})) << "not itself";
  EXPECT_NE(error_message([&] { (void)compare(std::span(texts).first(1), {}, options_); }).find("one text alone"),
            std::string::npos);
}

}  // namespace
}  // namespace emo3d::service
