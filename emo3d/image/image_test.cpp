#include "emo3d/image/image.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace emo3d::image {
namespace {

using testing::error_message;

TEST(Image, StartsBlackAndKeepsPixelsApart) {
  Image image(3, 2, Format::kRgba);
  EXPECT_EQ(image.channels(), 4);
  ASSERT_EQ(image.bytes().size(), 24u);
  for (const std::uint8_t byte : image.bytes()) EXPECT_EQ(byte, 0);
  image.pixel(2, 1)[3] = 7;
  EXPECT_EQ(image.bytes().back(), 7);
  image.pixel(1, 0)[0] = 9;
  EXPECT_EQ(image.bytes()[4], 9);
}

TEST(Image, RefusesSidesOutOfRange) {
  EXPECT_EQ(error_message([] { Image(0, 1); }), "image: width 0 is not in [1,16384]");
  EXPECT_EQ(error_message([] { Image(1, -1); }), "image: height -1 is not in [1,16384]");
  EXPECT_EQ(error_message([] { Image(1, kMaxSide + 1); }), "image: height 16385 is not in [1,16384]");
  EXPECT_EQ(error_message([] { Image(kMaxSide, kMaxSide); }), "image: 16384 x 16384 is more than 134217728 pixels");
}

}  // namespace
}  // namespace emo3d::image
