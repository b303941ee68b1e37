#include "emo3d/image/pyramid.h"

#include <gtest/gtest.h>

namespace emo3d::image {
namespace {

TEST(Pyramid, HalvesDownToOnePixel) {
  const std::vector<Image> levels = pyramid(Image(20, 5), 64);
  const std::vector<std::pair<int, int>> sizes = {{20, 5}, {10, 2}, {5, 1}, {2, 1}, {1, 1}};
  ASSERT_EQ(levels.size(), sizes.size());
  for (std::size_t i = 0; i < sizes.size(); ++i)
    EXPECT_EQ(std::pair(levels[i].width(), levels[i].height()), sizes[i]) << i;
}

TEST(Pyramid, LeavesOutLevelsThatAreTooLarge) {
  const std::vector<Image> levels = pyramid(Image(20, 5), 6);
  ASSERT_EQ(levels.size(), 3u);
  EXPECT_EQ(levels[0].width(), 5);
}

TEST(Pyramid, AveragesLightAndNotCodes) {
  Image checks(2, 2);
  for (const int c : {0, 1, 2}) checks.pixel(0, 0)[static_cast<std::size_t>(c)] = 255;
  for (const int c : {0, 1, 2}) checks.pixel(1, 1)[static_cast<std::size_t>(c)] = 255;
  // sRGB of half the light is 188; the square's root of two is near enough.
  EXPECT_NEAR(pyramid(checks, 2)[1].pixel(0, 0)[0], 188, 8);
}

TEST(Pyramid, TransparentPixelsDoNotDarkenTheirNeighbours) {
  Image lash(2, 2, Format::kRgba);
  lash.pixel(0, 0)[0] = 200;
  lash.pixel(0, 0)[3] = 255;  // one red pixel, three transparent black ones
  const std::vector<Image> levels = pyramid(lash, 2);
  const auto mean = levels[1].pixel(0, 0);
  EXPECT_EQ(mean[0], 200);
  EXPECT_EQ(mean[3], 64);
}

}  // namespace
}  // namespace emo3d::image
