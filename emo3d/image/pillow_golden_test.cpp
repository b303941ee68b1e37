#include <gtest/gtest.h>

#include <string>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/image/pillow_resize.h"
#include "emo3d/image/png.h"
#include "tests/support/golden.h"
#include "tests/support/sha256.h"

namespace emo3d::image {
namespace {

using testing::sha256;

class PillowGolden : public ::testing::Test {
 protected:
  void SetUp() override {
    EMO3D_GOLDEN_OR_SKIP(folder, "clip-tiny");
    folder_ = folder;
    records_ = read_json(folder / "images.json");
    ASSERT_EQ(records_.size(), 9u);
  }

  [[nodiscard]] PillowImage decoded(const Json& record) const {
    const std::filesystem::path path = folder_ / "images" / record.at("file").get<std::string>();
    return decode_pillow(read_file(path), path.string());
  }

  /// The crop of `side` pixels of the picture resized to what the record says.
  [[nodiscard]] Image cropped(const Json& record, const char* key, int side) const {
    const int width = record.at(key).at("resized_wh").at(0).get<int>();
    const int height = record.at(key).at("resized_wh").at(1).get<int>();
    const auto half_even = [](int margin) { return margin % 4 == 3 ? margin / 2 + 1 : margin / 2; };
    const PixelBox box{half_even(width - side), half_even(height - side), side, side};
    return to_rgb(pillow_resize(decoded(record), width, height, box));
  }

  std::filesystem::path folder_;
  Json records_;
};

TEST_F(PillowGolden, FilesAreDecodedToTheSameModeSizeAndBytes) {
  for (const Json& record : records_) {
    SCOPED_TRACE(record.at("file"));
    const PillowImage image = decoded(record);
    EXPECT_EQ(name(image.mode), record.at("mode").get<std::string>());
    EXPECT_EQ(image.width, record.at("size_wh").at(0).get<int>());
    EXPECT_EQ(image.height, record.at("size_wh").at(1).get<int>());
    EXPECT_EQ(sha256(to_rgb(image).bytes()), record.at("decoded_rgb_sha256").get<std::string>());
  }
}

TEST_F(PillowGolden, CropsAreTheSameBytes) {
  for (const Json& record : records_) {
    SCOPED_TRACE(record.at("file"));
    EXPECT_EQ(sha256(cropped(record, "n32", 32).bytes()), record.at("n32").at("cropped_u8_sha256").get<std::string>());
    EXPECT_EQ(sha256(cropped(record, "n224", 224).bytes()),
              record.at("n224").at("cropped_u8_sha256").get<std::string>());
  }
}

TEST_F(PillowGolden, ThePhotoOfOddSizeIsTheSamePicture) {
  EXPECT_TRUE(cropped(records_.at(4), "n224", 224) == read_png(folder_ / "u8_224_img4_photo_odd.png"));
}

}  // namespace
}  // namespace emo3d::image
