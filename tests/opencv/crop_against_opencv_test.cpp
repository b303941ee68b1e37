// landmark::crop() against what it imitates: OpenCV 4.6's warpPerspective, on random images and regions.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "emo3d/base/random.h"
#include "emo3d/landmark/crop.h"

namespace emo3d::landmark {
namespace {

image::Image noise(Random& random) {
  image::Image picture(static_cast<int>(20 + random.index(700)), static_cast<int>(20 + random.index(700)));
  for (std::uint8_t& byte : picture.bytes()) byte = static_cast<std::uint8_t>(random.next());
  return picture;
}

/// The calls that MediaPipe makes (mediapipe/calculators/tensor/image_to_tensor_converter_opencv.cc).
cv::Mat by_opencv(image::Image& picture, const Region& region, int side_px, int border) {
  const cv::Mat source(picture.height(), picture.width(), CV_8UC3, picture.bytes().data());
  const auto degrees = static_cast<float>(region.rotation * 180.0 / std::numbers::pi);
  std::array<cv::Point2f, 4> corners;
  cv::RotatedRect({region.center_x, region.center_y}, {region.width, region.height}, degrees).points(corners.data());
  const auto side = static_cast<float>(side_px);
  const std::array<cv::Point2f, 4> square = {cv::Point2f{0, side}, {0, 0}, {side, 0}, {side, side}};
  cv::Mat result;
  cv::warpPerspective(source, result, cv::getPerspectiveTransform(corners.data(), square.data()), {side_px, side_px},
                      cv::INTER_LINEAR, border);
  return result;
}

void expect_equal(const image::Image& made, const cv::Mat& expected) {
  EXPECT_TRUE(std::ranges::equal(made.bytes(), std::span(expected.data, made.bytes().size())));
}

TEST(CropAgainstOpenCv, LetterboxesAreTheSameBytes) {
  Random random(1);
  for (int i = 0; i < 200; ++i) {
    image::Image picture = noise(random);
    const Region region = whole_image(picture);
    expect_equal(crop(picture, region, 128, Border::kBlack), by_opencv(picture, region, 128, cv::BORDER_CONSTANT));
  }
}

TEST(CropAgainstOpenCv, RotatedRegionsAreTheSameBytes) {
  Random random(2);
  for (int i = 0; i < 200; ++i) {
    image::Image picture = noise(random);
    const auto number = [&](double low, double high) { return static_cast<float>(random.uniform(low, high)); };
    const Region region = {number(-20, 700), number(-20, 700), number(10, 800), number(10, 800),
                           random.uniform(-std::numbers::pi, std::numbers::pi)};
    expect_equal(crop(picture, region, 256, Border::kReplicate), by_opencv(picture, region, 256, cv::BORDER_REPLICATE));
  }
}

}  // namespace
}  // namespace emo3d::landmark
