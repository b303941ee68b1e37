#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/encode/clip_preprocessing.h"
#include "emo3d/nn/npy.h"
#include "tests/support/golden.h"

namespace emo3d::encode {
namespace {

/// The crops of these files, one after the other.
std::vector<std::uint8_t> crops(const ClipPreprocessing& preprocessing, std::span<const std::filesystem::path> files) {
  std::vector<std::uint8_t> all;
  for (const auto& file : files) {
    const image::Image crop = preprocessing.crop(read_file(file), file.string());
    all.insert(all.end(), crop.bytes().begin(), crop.bytes().end());
  }
  return all;
}

class ClipPreprocessingGolden : public ::testing::Test {
 protected:
  void SetUp() override {
    EMO3D_GOLDEN_OR_SKIP(folder, "clip-tiny");
    folder_ = folder;
    for (const Json& record : read_json(folder / "images.json"))
      files_.push_back(folder / "images" / record.at("file").get<std::string>());
    ASSERT_EQ(files_.size(), 9u);
  }

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> files_;
};

TEST_F(ClipPreprocessingGolden, CropsAreTheSameBytes) {
  const auto expected = nn::read_npy<std::uint8_t>(folder_ / "cropped_u8.npy");
  EXPECT_TRUE(crops(ClipPreprocessing::load(folder_), files_) == expected.values);
}

TEST_F(ClipPreprocessingGolden, PixelValuesAreWithinAMillionth) {
  const auto expected = nn::read_npy<float>(folder_ / "pixel_values.npy");
  for (const unsigned threads : {1u, 3u}) {
    const nn::Matrix pixels = ClipPreprocessing::load(folder_).pixels(files_, threads);
    ASSERT_EQ(pixels.rows() * pixels.cols(), expected.values.size());
    for (std::size_t i = 0; i < expected.values.size(); ++i) ASSERT_NEAR(pixels.data()[i], expected.values[i], 1e-6);
  }
}

TEST_F(ClipPreprocessingGolden, SumsAtTheSizeOfTheRealModelsAgree) {
  const auto preprocessing = ClipPreprocessing::parse(Json::object(), "defaults");
  const Json records = read_json(folder_ / "images.json");
  const nn::Matrix pixels = preprocessing.pixels(files_);
  for (std::size_t i = 0; i < files_.size(); ++i) {
    double sum = 0, absolute = 0;
    for (const float value : pixels.row(i)) {
      sum += value;
      absolute += std::abs(value);
    }
    const Json& expected = records.at(i).at("n224");
    EXPECT_NEAR(sum, expected.at("tensor_sum").get<double>(), 1e-6 * absolute) << files_[i];
    EXPECT_NEAR(absolute, expected.at("tensor_abs_sum").get<double>(), 1e-6 * absolute) << files_[i];
  }
}

TEST_F(ClipPreprocessingGolden, CropsOfTheMetricsPicturesAreTheSameBytes) {
  EMO3D_GOLDEN_OR_SKIP(metric, "metric");
  const auto expected = nn::read_npy<std::uint8_t>(metric / "cropped_u8.npy");
  std::vector<std::filesystem::path> files;
  for (std::size_t i = 0; i < expected.shape.at(0); ++i)
    files.push_back(metric / "images" / (std::to_string(i) + ".jpeg"));
  EXPECT_TRUE(crops(ClipPreprocessing::load(folder_), files) == expected.values);
}

}  // namespace
}  // namespace emo3d::encode
