#include "emo3d/image/drawing.h"

#include <gtest/gtest.h>

#include <limits>

#include "emo3d/image/resize.h"

namespace emo3d::image {
namespace {

constexpr Pen kWhite{.width_px = 2, .colour = {255, 255, 255}};

/// The light of a picture, in white pixels.
double light(const Image& image) {
  double sum = 0;
  for (const std::uint8_t byte : image.bytes()) sum += byte;
  return sum / (255.0 * image.channels());
}

TEST(Drawing, LinesAndDotsCoverTheirArea) {
  Image line(40, 20), dot(40, 20), thin(40, 20);
  draw_line(line, {5, 10}, {35, 10}, kWhite);
  EXPECT_NEAR(light(line), 30 * 2 + 3.14, 2.0);
  EXPECT_EQ(line.pixel(20, 10)[0], 255);
  EXPECT_EQ(line.pixel(20, 12)[0], 0);
  draw_dot(dot, {20, 10}, {.width_px = 10, .colour = {255, 255, 255}});
  EXPECT_NEAR(light(dot), 3.14159 * 25, 2.0);
  draw_line(thin, {5, 10.5f}, {35, 10.5f}, {.width_px = 0.5f, .colour = {255, 255, 255}});
  EXPECT_NEAR(light(thin), 15, 5.0);
}

TEST(Drawing, OpacityMixes) {
  Image image(8, 8);
  fill_rectangle(image, {2, 2}, {4, 4}, {.colour = {200, 100, 0}, .opacity = 0.5f});
  EXPECT_EQ(image.pixel(3, 3)[0], 100);
  EXPECT_EQ(image.pixel(3, 3)[1], 50);
  EXPECT_EQ(image.pixel(6, 6)[0], 0);
}

TEST(Drawing, WhatLiesOutsideIsLeftOut) {
  Image image(16, 16);
  const float huge = std::numeric_limits<float>::max(), nan = std::numeric_limits<float>::quiet_NaN();
  draw_line(image, {-100, -100}, {-20, -20}, kWhite);
  draw_line(image, {nan, 3}, {8, 8}, kWhite);
  draw_line(image, {huge, 3}, {8, 8}, kWhite);
  draw_dot(image, {400, 8}, kWhite);
  fill_rectangle(image, {nan, 0}, {8, 8}, kWhite);
  fill_rectangle(image, {20, 20}, {8, 8}, kWhite);
  EXPECT_EQ(light(image), 0);
  draw_line(image, {-50, 8}, {50, 8}, kWhite);
  EXPECT_NEAR(light(image), 32, 1.0);
}

TEST(Resize, KeepsColoursAndProportions) {
  Image image(40, 20);
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 40; ++x) image.pixel(x, y)[x < 20 ? 0 : 2] = 200;
  for (const int side : {10, 40, 200}) {
    const Image fit = fitted(image, side);
    ASSERT_EQ(fit.width(), side);
    ASSERT_EQ(fit.height(), side / 2);
    EXPECT_NEAR(fit.pixel(0, 0)[0], 200, 1);
    EXPECT_NEAR(fit.pixel(side - 1, side / 2 - 1)[2], 200, 1);
  }
  EXPECT_EQ(fitted(Image(1000, 1), 10).height(), 1);
}

}  // namespace
}  // namespace emo3d::image
