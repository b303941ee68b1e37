#include "emo3d/encode/clip_preprocessing.h"

#include <gtest/gtest.h>

#include "emo3d/base/file.h"
#include "emo3d/image/png.h"
#include "tests/support/errors.h"

namespace emo3d::encode {
namespace {

using testing::error_message;

std::string refusal(const char* config) {
  return error_message([&] { (void)ClipPreprocessing::parse(Json::parse(config), "p.json"); });
}

/// Each column has its own level of red.
std::string columns(int width, int height) {
  image::Image picture(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) picture.pixel(x, y)[0] = static_cast<std::uint8_t>(10 * x);
  return image::encode_png(picture);
}

TEST(ClipPreprocessing, BothSpellingsOfSizesMeanTheSame) {
  EXPECT_EQ(ClipPreprocessing::parse(Json::parse(R"({"size": 336, "crop_size": 336})"), "a").image_size(), 336u);
  EXPECT_EQ(ClipPreprocessing::parse(
                Json::parse(R"({"size": {"shortest_edge": 40}, "crop_size": {"height": 32, "width": 32}})"), "a")
                .image_size(),
            32u);
  EXPECT_EQ(ClipPreprocessing::parse(Json::object(), "a").pixel_count(), 3u * 224 * 224);
}

TEST(ClipPreprocessing, TheMiddleIsTakenWithHalvesToTheEvenPixel) {
  const auto first_column = [](int width, int height, int size) {
    const auto preprocessing = ClipPreprocessing::parse({{"size", size}, {"crop_size", size}}, "a");
    return preprocessing.crop(columns(width, height), "a").pixel(0, 0)[0] / 10;
  };
  EXPECT_EQ(first_column(7, 6, 6), 0);   // 0.5
  EXPECT_EQ(first_column(8, 6, 6), 1);   // 1
  EXPECT_EQ(first_column(9, 6, 6), 2);   // 1.5
  EXPECT_EQ(first_column(11, 6, 6), 2);  // 2.5
  EXPECT_EQ(first_column(13, 6, 6), 4);  // 3.5
}

TEST(ClipPreprocessing, ValuesAreScaledAndNormalisedOrNot) {
  image::Image pixel(1, 1);
  pixel.pixel(0, 0)[0] = 255;
  pixel.pixel(0, 0)[1] = 51;
  const auto values = [&](Json config) {
    config["size"] = config["crop_size"] = 1;
    std::vector<float> row(3);
    ClipPreprocessing::parse(config, "a").normalize(pixel, row);
    return row;
  };
  const Json halves = {{"image_mean", {0.5, 0.5, 0.5}}, {"image_std", {0.5, 0.25, 1}}};
  const std::vector<float> normalised = values(halves);
  EXPECT_FLOAT_EQ(normalised[0], 1.0F);
  EXPECT_FLOAT_EQ(normalised[1], -1.2F);
  EXPECT_FLOAT_EQ(normalised[2], -0.5F);
  EXPECT_EQ(values({{"do_normalize", false}}), (std::vector<float>{1, 0.2F, 0}));
  EXPECT_EQ(values({{"do_normalize", false}, {"do_rescale", false}}), (std::vector<float>{255, 51, 0}));
  EXPECT_EQ(values({{"do_normalize", false}, {"rescale_factor", 0.5}}), (std::vector<float>{127.5F, 25.5F, 0}));
}

TEST(ClipPreprocessing, RefusesWhatItWouldNotDo) {
  EXPECT_EQ(refusal("[]"), "p.json: expected a JSON object");
  EXPECT_EQ(refusal(R"({"resample": 2})"), "p.json: \"resample\" is \"2\"; only 3 (bicubic) is supported");
  EXPECT_EQ(refusal(R"({"do_resize": false})"), "p.json: \"do_resize\" is false, which is not supported");
  EXPECT_EQ(refusal(R"({"do_center_crop": false})"), "p.json: \"do_center_crop\" is false, which is not supported");
  EXPECT_EQ(refusal(R"({"do_rescale": 1})"), "p.json: \"do_rescale\" is \"1\"; expected true or false");
  EXPECT_NE(refusal(R"({"size": {"height": 224, "width": 224}})").find("only {\"shortest_edge\": n} is supported"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"crop_size": {"height": 224, "width": 112}})").find("\"crop_size\" is"), std::string::npos);
  EXPECT_EQ(refusal(R"({"size": 100, "crop_size": 224})"),
            "p.json: \"crop_size\" 224 is above \"size\" 100, which is not supported");
  EXPECT_EQ(refusal(R"({"image_processor_type": "SiglipImageProcessor"})"),
            "p.json: \"image_processor_type\" is \"\\\"SiglipImageProcessor\\\"\"; only CLIP's is supported");
}

TEST(ClipPreprocessing, RefusesNumbersThatAreNone) {
  for (const char* config :
       {R"({"size": 0})", R"({"size": -1})", R"({"size": 1e9})", R"({"size": 100000000000})", R"({"size": "224"})",
        R"({"crop_size": []})", R"({"image_mean": [1, 2]})", R"({"image_mean": ["a", 0, 0]})",
        R"({"image_mean": [1e300, 0, 0]})", R"({"image_std": [1, 1, 0]})", R"({"rescale_factor": "x"})"})
    EXPECT_EQ(refusal(config).find("p.json: \""), 0u) << config;
}

TEST(ClipPreprocessing, RefusesPicturesNamingTheFile) {
  const auto preprocessing = ClipPreprocessing::parse(Json::object(), "a");
  EXPECT_EQ(error_message([&] { (void)preprocessing.crop("no picture", "x.png"); }),
            "x.png: no picture of a known format; expected PNG, JPEG or WebP");
  const TemporaryDirectory folder;
  const std::vector<std::filesystem::path> files = {folder.path() / "missing.png"};
  EXPECT_NE(error_message([&] { (void)preprocessing.pixels(files); }).find("missing.png"), std::string::npos);
  EXPECT_NE(error_message([&] { (void)ClipPreprocessing::load(folder.path()); }).find("preprocessor_config.json"),
            std::string::npos);
}

TEST(ClipPreprocessing, ThinPicturesAreShown) {
  const auto preprocessing = ClipPreprocessing::parse(Json::object(), "a");
  EXPECT_EQ(preprocessing.crop(image::encode_png(image::Image(1, 3000)), "a").width(), 224);
  EXPECT_EQ(preprocessing.crop(image::encode_png(image::Image(16384, 1)), "a").height(), 224);
}

}  // namespace
}  // namespace emo3d::encode
