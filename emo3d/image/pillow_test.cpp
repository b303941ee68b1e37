#include <gtest/gtest.h>
#include <png.h>
#include <rapidcheck.h>

#include <array>
#include <cmath>
#include <numeric>
#include <string>

#include "emo3d/image/pillow_resize.h"
#include "emo3d/image/png.h"
#include "emo3d/image/webp.h"
#include "tests/support/errors.h"
#include "tests/support/photos.h"

namespace emo3d::image {
namespace {

using testing::error_message;

/// A PNG of one row with these packed sample bytes.
std::string png_of(int width, int bit_depth, int color_type, const std::vector<std::uint8_t>& row,
                   const std::vector<png_color>& palette = {}) {
  std::string out;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(
      png, &out,
      [](png_structp p, png_bytep data, std::size_t size) {
        static_cast<std::string*>(png_get_io_ptr(p))->append(reinterpret_cast<const char*>(data), size);
      },
      [](png_structp) {});
  png_set_IHDR(png, info, static_cast<png_uint_32>(width), 1, bit_depth, color_type, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (!palette.empty()) png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
  png_write_info(png, info);
  png_write_row(png, row.data());
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return out;
}

std::vector<int> reds(const PillowImage& image) {
  const Image rgb = to_rgb(image);
  std::vector<int> values;
  for (int x = 0; x < rgb.width(); ++x) values.push_back(rgb.pixel(x, 0)[0]);
  return values;
}

using Samples = std::vector<std::uint8_t>;

// The expectations are what Pillow 9.4.0 answers.
TEST(PillowImage, PngsKeepTheModeThatPillowGivesThem) {
  const PillowImage bilevel = decode_pillow(png_of(4, 1, PNG_COLOR_TYPE_GRAY, {0xa0}), "a");
  EXPECT_EQ(name(bilevel.mode), "1");
  EXPECT_EQ(bilevel.samples, (Samples{255, 0, 255, 0}));
  const PillowImage two_bits = decode_pillow(png_of(4, 2, PNG_COLOR_TYPE_GRAY, {0x1b}), "a");
  EXPECT_EQ(name(two_bits.mode), "L");
  EXPECT_EQ(two_bits.samples, (Samples{0, 85, 170, 255}));
  const PillowImage grey_alpha = decode_pillow(png_of(2, 8, PNG_COLOR_TYPE_GRAY_ALPHA, {0, 1, 2, 3}), "a");
  EXPECT_EQ(name(grey_alpha.mode), "LA");
  EXPECT_EQ(grey_alpha.samples, (Samples{0, 1, 2, 3}));
  const PillowImage wide_grey_alpha = decode_pillow(png_of(1, 16, PNG_COLOR_TYPE_GRAY_ALPHA, {4, 5, 6, 7}), "a");
  EXPECT_EQ(name(wide_grey_alpha.mode), "RGBA");
  EXPECT_EQ(wide_grey_alpha.samples, (Samples{4, 4, 4, 6}));
  const PillowImage wide = decode_pillow(png_of(1, 16, PNG_COLOR_TYPE_RGB, {0, 255, 2, 255, 4, 255}), "a");
  EXPECT_EQ(name(wide.mode), "RGB");
  EXPECT_EQ(wide.samples, (Samples{0, 2, 4}));
}

TEST(PillowImage, GreyOf16BitsIsCutOffAndResizedInWholeNumbers) {
  const PillowImage image = decode_pillow(png_of(4, 16, PNG_COLOR_TYPE_GRAY, {0, 5, 0, 255, 1, 44, 255, 255}), "a");
  EXPECT_EQ(name(image.mode), "I");
  EXPECT_EQ(image.integers, (std::vector<std::int32_t>{5, 255, 300, 65535}));
  EXPECT_EQ(reds(image), (std::vector<int>{5, 255, 255, 255}));
  const PillowImage halved = pillow_resize(image, 2, 1);
  EXPECT_EQ(halved.integers, (std::vector<std::int32_t>{-2282, 30227}));
  EXPECT_EQ(reds(halved), (std::vector<int>{0, 255}));
}

TEST(PillowImage, IndicesBeyondThePaletteAreGreyAndPalettesAreNotMixed) {
  const PillowImage image =
      decode_pillow(png_of(4, 8, PNG_COLOR_TYPE_PALETTE, {0, 1, 2, 3}, {{9, 8, 7}, {6, 5, 4}}), "a");
  EXPECT_EQ(name(image.mode), "P");
  EXPECT_EQ(reds(image), (std::vector<int>{9, 6, 2, 3}));
  EXPECT_EQ(reds(pillow_resize(image, 2, 1)), (std::vector<int>{6, 3}));
  EXPECT_EQ(reds(pillow_resize(image, 8, 1)), (std::vector<int>{9, 9, 6, 6, 2, 2, 3, 3}));
}

TEST(PillowImage, JpegsAndWebpsKeepTheirModeAndOrientationIsIgnored) {
  EXPECT_EQ(name(decode_pillow(testing::jpeg_of(Image(24, 16)), "a").mode), "RGB");
  const std::string turned = testing::jpeg_with_exif(testing::jpeg_of(Image(24, 16)), testing::exif_block(6, true));
  EXPECT_EQ(decode_pillow(turned, "a").width, 24);
  EXPECT_EQ(name(decode_pillow(encode_webp(Image(3, 2, Format::kRgba)), "a").mode), "RGBA");
}

TEST(PillowImage, InksAreReadAsAdobeWritesThem) {
  const PillowImage image = decode_pillow(testing::cmyk_jpeg(16, 16, {255, 128, 0, 200}), "a");
  ASSERT_EQ(name(image.mode), "CMYK");
  const std::array<int, 4> inks = {0, 127, 255, 55};  // what is bare is not ink
  for (std::size_t c = 0; c < 4; ++c) EXPECT_NEAR(image.samples[c], inks.at(c), 2);
  const Image rgb = to_rgb(image);
  EXPECT_NEAR(rgb.pixel(0, 0)[0], 200, 3);
  EXPECT_NEAR(rgb.pixel(0, 0)[1], 100, 3);
  EXPECT_NEAR(rgb.pixel(0, 0)[2], 0, 3);
}

TEST(PillowImage, WhatIsNoPictureIsNamed) {
  EXPECT_EQ(error_message([] { (void)decode_pillow("GIF89a______", "a.gif"); }),
            "a.gif: GIF is not read; expected PNG, JPEG or WebP");
  EXPECT_EQ(error_message([] { (void)decode_pillow("", "a"); }), "a: an empty file; expected PNG, JPEG or WebP");
}

TEST(PillowResize, InvisibleColoursDoNotBleed) {
  PillowImage image{.mode = PillowMode::kRgba, .width = 4, .height = 1};
  image.samples = {200, 100, 50, 255, 200, 100, 50, 255, 0, 255, 0, 0, 0, 255, 0, 0};
  const PillowImage halved = pillow_resize(image, 2, 1);
  EXPECT_EQ(halved.samples, (Samples{199, 100, 50, 234, 206, 97, 48, 21}));
}

TEST(PillowResize, RefusesSizesAndPartsThatAreNone) {
  const PillowImage image{.mode = PillowMode::kGrey, .width = 2, .height = 2, .samples = {1, 2, 3, 4}};
  EXPECT_EQ(error_message([&] { (void)pillow_resize(image, 0, 2); }), "resizing: 0 x 2 is not in [1,16777216]");
  EXPECT_EQ(error_message([&] {
              (void)pillow_resize(image, 4, 4, {2, 0, 3, 4});
            }),
            "resizing: the part 3 x 4 at (2, 0) is not one of 4 x 4");
  EXPECT_NE(error_message([&] { (void)pillow_resize(image, 4, 4, {0, 0, 0, 4}); }), "no error");
}

/// A picture of noise.
PillowImage noise(PillowMode mode, int width, int height) {
  PillowImage image{.mode = mode, .width = width, .height = height};
  const auto count = static_cast<std::size_t>(width * height * channels(mode));
  image.samples = *rc::gen::container<Samples>(count, rc::gen::arbitrary<std::uint8_t>());
  return image;
}

double keys_kernel(double x) {
  x = std::abs(x);
  if (x < 1) return 1.5 * x * x * x - 2.5 * x * x + 1;
  return x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0;
}

/// One axis in double precision over all input samples; levels are rounded and cut off as 8 bits demand.
std::vector<double> reference_axis(const std::vector<double>& in, int out_size) {
  const double scale = static_cast<double>(in.size()) / out_size, wide = std::max(scale, 1.0);
  std::vector<double> out;
  for (int i = 0; i < out_size; ++i) {
    double sum = 0, weights = 0;
    for (std::size_t j = 0; j < in.size(); ++j) {
      const double weight = keys_kernel((static_cast<double>(j) + 0.5 - (i + 0.5) * scale) / wide);
      sum += weight * in[j];
      weights += weight;
    }
    out.push_back(std::clamp(std::round(sum / weights), 0.0, 255.0));
  }
  return out;
}

/// The largest difference in levels between a picture of noise resized by Pillow's arithmetic and in double precision.
double largest_difference(int width, int height, int to_width, int to_height) {
  const PillowImage image = noise(PillowMode::kGrey, width, height);
  std::vector<std::vector<double>> rows;
  for (auto row = image.samples.begin(); row != image.samples.end(); row += width)
    rows.push_back(reference_axis({row, row + width}, to_width));
  const PillowImage resized = pillow_resize(image, to_width, to_height);
  double largest = 0;
  for (int x = 0; x < to_width; ++x) {
    std::vector<double> column;
    column.reserve(rows.size());
    for (const auto& row : rows) column.push_back(row[static_cast<std::size_t>(x)]);
    const std::vector<double> expected = reference_axis(column, to_height);
    for (int y = 0; y < to_height; ++y) {
      const int level = resized.samples[static_cast<std::size_t>(y * to_width + x)];
      largest = std::max(largest, std::abs(level - expected[static_cast<std::size_t>(y)]));
    }
  }
  return largest;
}

TEST(PillowResize, IsWithinALevelOfDoublePrecisionAlongAnAxis) {
  EXPECT_TRUE(rc::check([] {
    const int width = *rc::gen::inRange(1, 40), height = *rc::gen::inRange(1, 40), to = *rc::gen::inRange(1, 50);
    RC_ASSERT(largest_difference(width, height, to, height) <= 1);
    RC_ASSERT(largest_difference(width, height, width, to) <= 1);
  }));
}

// Halves that the first pass rounds the other way come back weighted: the absolute weights add up to up to 1.3.
TEST(PillowResize, IsWithinTwoLevelsOfDoublePrecisionAlongBothAxes) {
  EXPECT_TRUE(rc::check([] {
    const int width = *rc::gen::inRange(1, 40), height = *rc::gen::inRange(1, 40);
    const int to_width = *rc::gen::inRange(1, 50), to_height = *rc::gen::inRange(1, 50);
    RC_ASSERT(largest_difference(width, height, to_width, to_height) <= 2);
  }));
}

TEST(PillowResize, APartIsThePartOfTheWhole) {
  EXPECT_TRUE(rc::check([] {
    const auto mode = *rc::gen::element(PillowMode::kBilevel, PillowMode::kGrey, PillowMode::kGreyAlpha,
                                        PillowMode::kPalette, PillowMode::kRgb, PillowMode::kRgba, PillowMode::kCmyk);
    const int width = *rc::gen::inRange(1, 60), height = *rc::gen::inRange(1, 60);
    const int to_width = *rc::gen::inRange(1, 60), to_height = *rc::gen::inRange(1, 60);
    const PillowImage image = noise(mode, width, height);
    const int left = *rc::gen::inRange(0, to_width), top = *rc::gen::inRange(0, to_height);
    const PixelBox box{left, top, *rc::gen::inRange(1, to_width - left + 1), *rc::gen::inRange(1, to_height - top + 1)};
    const PillowImage whole = pillow_resize(image, to_width, to_height);
    const PillowImage part = pillow_resize(image, to_width, to_height, box);
    const int bytes = channels(mode);
    RC_ASSERT(part.samples.size() == static_cast<std::size_t>(box.width * box.height * bytes));
    for (int y = 0; y < box.height; ++y) {
      const auto from = whole.samples.begin() + ((box.top + y) * to_width + box.left) * bytes;
      RC_ASSERT(std::equal(from, from + box.width * bytes, part.samples.begin() + y * box.width * bytes));
    }
  }));
}

}  // namespace
}  // namespace emo3d::image
