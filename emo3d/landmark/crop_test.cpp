#include "emo3d/landmark/crop.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "emo3d/base/random.h"

namespace emo3d::landmark {
namespace {

image::Image noise(int width, int height, image::Format format = image::Format::kRgb) {
  Random random(3);
  image::Image picture(width, height, format);
  for (std::uint8_t& byte : picture.bytes()) byte = static_cast<std::uint8_t>(random.index(256));
  return picture;
}

TEST(Crop, OfTheWholeSquareInItsSizeIsTheSame) {
  for (const int side : {1, 7, 64, 100, 256}) {
    const image::Image picture = noise(side, side);
    EXPECT_EQ(crop(picture, whole_image(picture), side, Border::kBlack), picture) << side;
  }
}

TEST(Crop, LettersBoxesWithBlack) {
  image::Image picture(8, 4);
  std::ranges::fill(picture.bytes(), std::uint8_t{200});
  const image::Image square = crop(picture, whole_image(picture), 8, Border::kBlack);
  for (int x = 0; x < 8; ++x) {
    EXPECT_EQ(square.pixel(x, 1)[0], 0);
    EXPECT_EQ(square.pixel(x, 2)[0], 200);
    EXPECT_EQ(square.pixel(x, 5)[0], 200);
    EXPECT_EQ(square.pixel(x, 6)[0], 0);
  }
}

TEST(Crop, MeansAreBilinearAndRoundedHalfUp) {
  image::Image picture(2, 1);
  picture.pixel(0, 0)[0] = 10;
  picture.pixel(1, 0)[0] = 13;
  // one pixel of the crop looks at (0.5, 0): 11.5
  EXPECT_EQ(crop(picture, {1.0F, 0.5F, 1, 1, 0}, 1, Border::kReplicate).pixel(0, 0)[0], 12);
}

TEST(Crop, RoundsPlacesToAThirtySecondHalfToEven) {
  image::Image picture(2, 1);
  picture.pixel(1, 0)[0] = 255;
  const auto at = [&](float x) {
    return crop(picture, {x + 0.5F, 0.5F, 1, 1, 0}, 1, Border::kReplicate).pixel(0, 0)[0];
  };
  const auto of = [](int part) { return static_cast<int>(std::floor(255 * part / 32.0 + 0.5)); };
  EXPECT_EQ(at(8.0F / 32), of(8));
  EXPECT_EQ(at(8.4F / 32), of(8));
  EXPECT_EQ(at(8.6F / 32), of(9));
  EXPECT_EQ(at(8.5F / 32), of(8));
  EXPECT_EQ(at(9.5F / 32), of(10));
}

TEST(Crop, BlackFadesInAndEdgesGoOn) {
  image::Image picture(4, 4);
  std::ranges::fill(picture.bytes(), std::uint8_t{100});
  const Region left_half_outside = {0.5F, 2, 4, 4, 0};  // looks at x from -1.5 on
  const image::Image black = crop(picture, left_half_outside, 4, Border::kBlack);
  EXPECT_EQ(black.pixel(0, 1)[0], 0);
  EXPECT_EQ(black.pixel(1, 1)[0], 50);
  EXPECT_EQ(black.pixel(2, 1)[0], 100);
  const image::Image replicated = crop(picture, left_half_outside, 4, Border::kReplicate);
  EXPECT_TRUE(std::ranges::all_of(replicated.bytes(), [](std::uint8_t b) { return b == 100; }));
}

TEST(Crop, TurnsClockwise) {
  const image::Image picture = noise(16, 16);
  const Region quarter = {8, 8, 16, 16, std::numbers::pi / 2};
  const image::Image turned = crop(picture, quarter, 16, Border::kReplicate);
  // to the right in the crop is down in the image; its upper left corner is the image's upper right one
  for (int y = 1; y < 16; ++y)
    for (int x = 0; x < 16; ++x)
      EXPECT_TRUE(std::ranges::equal(turned.pixel(x, y), picture.pixel(16 - y, x))) << x << ' ' << y;
}

TEST(Crop, IgnoresAlpha) {
  const image::Image rgba = noise(30, 20, image::Format::kRgba);
  image::Image rgb(30, 20);
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 30; ++x) std::ranges::copy(rgba.pixel(x, y).first(3), rgb.pixel(x, y).begin());
  const Region region = {14, 11, 25, 31, 0.4};
  for (const Border border : {Border::kBlack, Border::kReplicate})
    EXPECT_EQ(crop(rgba, region, 40, border), crop(rgb, region, 40, border));
}

/// The definition, one pixel at a time: Region's geometry in double, and a mean in whole numbers.
image::Image by_definition(const image::Image& picture, const Region& region, int side, Border border) {
  image::Image result(side, side);
  for (int j = 0; j < side; ++j)
    for (int i = 0; i < side; ++i) {
      const double u = (static_cast<double>(i) / side - 0.5) * region.width;
      const double v = (static_cast<double>(j) / side - 0.5) * region.height;
      const auto x = static_cast<int>(
          std::nearbyint((region.center_x + u * std::cos(region.rotation) - v * std::sin(region.rotation)) * 32));
      const auto y = static_cast<int>(
          std::nearbyint((region.center_y + u * std::sin(region.rotation) + v * std::cos(region.rotation)) * 32));
      for (std::size_t c = 0; c < 3; ++c) {
        int sum = 512;
        for (const int dy : {0, 1})
          for (const int dx : {0, 1}) {
            const int px = (x >> 5) + dx;
            const int py = (y >> 5) + dy;
            const int nx = std::clamp(px, 0, picture.width() - 1);
            const int ny = std::clamp(py, 0, picture.height() - 1);
            if (border == Border::kBlack && (nx != px || ny != py)) continue;
            sum += (dx == 1 ? x & 31 : 32 - (x & 31)) * (dy == 1 ? y & 31 : 32 - (y & 31)) * picture.pixel(nx, ny)[c];
          }
        result.pixel(i, j)[c] = static_cast<std::uint8_t>(sum >> 10);
      }
    }
  return result;
}

RC_GTEST_PROP(CropProperty, FollowsItsDefinitionForAnyRegion, ()) {
  const image::Image picture = noise(*rc::gen::inRange(1, 50), *rc::gen::inRange(1, 50),
                                     *rc::gen::element(image::Format::kRgb, image::Format::kRgba));
  const auto number = [](int low, int high) {
    return static_cast<float>(*rc::gen::inRange(low * 100, high * 100)) / 100;
  };
  const Region region = {number(-20, 70), number(-20, 70), number(1, 90), number(1, 90), number(-3, 3)};
  const auto border = *rc::gen::element(Border::kBlack, Border::kReplicate);
  const int side = *rc::gen::inRange(1, 80);
  const image::Image made = crop(picture, region, side, border);
  const image::Image defined = by_definition(picture, region, side, border);
  // places near a tie may go either way: a 32nd part of the step to the next pixel
  std::size_t different = 0;
  for (std::size_t i = 0; i < made.bytes().size(); ++i) {
    const int difference = std::abs(made.bytes()[i] - defined.bytes()[i]);
    RC_ASSERT(difference <= 17);
    different += difference > 0 ? 1 : 0;
  }
  RC_ASSERT(different * 50 <= made.bytes().size() + 450);
}

TEST(Crop, SurvivesRegionsThatAreNoRegions) {
  const image::Image picture = noise(5, 5);
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  for (const Region region : {Region{2, 2, 0, 0, 0}, Region{kNan, 2, 3, 3, 0}, Region{2, 2, 1e30F, 1e30F, 1},
                              Region{-1e30F, 1e30F, 2, 2, 0}, Region{2, 2, 3, 3, static_cast<double>(kNan)}})
    EXPECT_EQ(crop(picture, region, 9, Border::kReplicate).width(), 9);
}

TEST(Normalize, MapsBytesLinearly) {
  const std::vector<std::uint8_t> bytes = {0, 51, 255};
  std::vector<float> tensor(3);
  normalize(bytes, -1, 1, tensor);
  EXPECT_FLOAT_EQ(tensor[0], -1);
  EXPECT_FLOAT_EQ(tensor[1], -0.6F);
  EXPECT_FLOAT_EQ(tensor[2], 1);
  normalize(bytes, 0, 1, tensor);
  EXPECT_FLOAT_EQ(tensor[1], 0.2F);
}

}  // namespace
}  // namespace emo3d::landmark
