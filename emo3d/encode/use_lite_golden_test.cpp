#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdlib>
#include <iostream>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"
#include "emo3d/encode/use_lite.h"
#include "tests/support/golden.h"

namespace emo3d::encode {
namespace {

/// Where `emo3d models pull` puts the model.
std::filesystem::path model_folder() {
  std::filesystem::path home;
  if (const char* emo3d_home = std::getenv("EMO3D_HOME"); emo3d_home != nullptr) {
    home = emo3d_home;
  } else if (const char* user_home = std::getenv("HOME"); user_home != nullptr) {
    home = std::filesystem::path(user_home) / ".local/share/emo3d";
  }
  return home / "models" / "use-lite";
}

struct Record {
  std::string text;
  std::vector<std::int32_t> ids;
  std::vector<float> embedding;  // empty for the empty text
};

std::vector<Record> read_records(const std::filesystem::path& path) {
  std::vector<Record> records;
  for (const Json& json : read_json(path)) {
    Record record{json.at("text").get<std::string>(), json.at("ids").get<std::vector<std::int32_t>>(), {}};
    if (!json.at("embedding").is_null()) record.embedding = json.at("embedding").get<std::vector<float>>();
    records.push_back(std::move(record));
  }
  return records;
}

double largest_difference(std::span<const float> a, std::span<const float> b) {
  EXPECT_EQ(a.size(), b.size());
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
  return largest;
}

double largest_magnitude(std::span<const float> values) {
  double largest = 0;
  for (const float value : values) largest = std::max(largest, std::abs(static_cast<double>(value)));
  return largest;
}

double cosine(std::span<const float> a, std::span<const float> b) {
  double dot = 0;
  for (std::size_t i = 0; i < a.size(); ++i) dot += static_cast<double>(a[i]) * b[i];
  return dot;
}

class UseLiteGolden : public ::testing::Test {
 protected:
  void SetUp() override {
    EMO3D_GOLDEN_OR_SKIP(golden, "use-lite/golden.json");
    if (!std::filesystem::exists(model_folder() / "model.json")) {
      if (std::getenv("EMO3D_REQUIRE_GOLDEN") != nullptr) FAIL() << model_folder() << " is missing";
      GTEST_SKIP() << model_folder() << " is missing";
    }
    records_ = read_records(golden);
    ASSERT_EQ(records_.size(), 50u);
  }

  std::vector<Record> records_;
};

TEST_F(UseLiteGolden, IdsEqualTheReference) {
  const UseLite encoder = UseLite::load(model_folder());
  for (const Record& record : records_) EXPECT_EQ(encoder.tokenize(record.text), record.ids) << record.text;
}

TEST_F(UseLiteGolden, EmbeddingsAreWithinOneHundredThousandth) {
  const UseLite encoder = UseLite::load(model_folder());
  double largest = 0;
  for (const Record& record : records_) {
    if (record.embedding.empty()) {
      EXPECT_THROW((void)encoder.encode(record.text), Error);
      continue;
    }
    const Encoding encoding = encoder.encode(record.text);
    const double difference = largest_difference(encoding.embedding, record.embedding);
    EXPECT_LE(difference, 1e-5) << record.text;
    EXPECT_EQ(encoding.tokens, record.ids.size());
    EXPECT_EQ(encoding.truncated, record.ids.size() > UseLite::kMaxTokens);
    EXPECT_EQ(encoding.pooled.size(), encoder.pooled_size());
    largest = std::max(largest, difference);
  }
  RecordProperty("largest_difference", std::to_string(largest));
  std::cout << "float32: largest difference " << largest << "\n";
}

TEST_F(UseLiteGolden, Bfloat16StaysClose) {
  if (!nn::bfloat16_supported()) GTEST_SKIP() << "no bfloat16 on this processor";
  const UseLite encoder = UseLite::load(model_folder(), nn::Precision::kBfloat16);
  double largest = 0;
  double lowest_cosine = 1;
  for (const Record& record : records_) {
    if (record.embedding.empty()) continue;
    const Encoding encoding = encoder.encode(record.text);
    largest = std::max(largest, largest_difference(encoding.embedding, record.embedding));
    lowest_cosine = std::min(lowest_cosine, cosine(encoding.embedding, record.embedding));
  }
  std::cout << "bfloat16: largest difference " << largest << ", lowest cosine " << lowest_cosine << "\n";
  EXPECT_LE(largest, 0.01);
  EXPECT_GE(lowest_cosine, 0.999);
}

TEST_F(UseLiteGolden, AnyGroupingGivesTheResultsOfSingleTexts) {
  for (const nn::Precision precision : {nn::Precision::kFloat32, nn::Precision::kBfloat16}) {
    if (precision == nn::Precision::kBfloat16 && !nn::bfloat16_supported()) continue;
    const UseLite encoder = UseLite::load(model_folder(), precision);
    std::vector<std::string> texts;
    std::vector<Encoding> alone;
    for (const Record& record : records_) {
      if (record.embedding.empty()) continue;
      texts.push_back(record.text);
      alone.push_back(encoder.encode(record.text));
    }
    EXPECT_TRUE(rc::check("batch N equals batch 1", [&] {
      const auto picks = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, texts.size()));
      const auto threads = *rc::gen::inRange(1u, 4u);
      std::vector<std::string> batch;
      for (const std::size_t pick : picks) batch.push_back(texts[pick]);
      const std::vector<Encoding> together = encoder.encode(batch, threads);
      RC_ASSERT(together.size() == picks.size());
      for (std::size_t i = 0; i < picks.size(); ++i) {
        RC_ASSERT(largest_difference(together[i].embedding, alone[picks[i]].embedding) <= 1e-6);
        const std::vector<float>& pooled = alone[picks[i]].pooled;
        RC_ASSERT(largest_difference(together[i].pooled, pooled) <= 1e-5 * largest_magnitude(pooled));
      }
    }));
  }
}

}  // namespace
}  // namespace emo3d::encode
