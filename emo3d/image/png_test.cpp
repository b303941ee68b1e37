#include "emo3d/image/png.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "emo3d/base/error.h"
#include "emo3d/base/random.h"
#include "tests/support/errors.h"

namespace emo3d::image {
namespace {

using testing::error_message;

Image noise(int width, int height, std::uint64_t seed) {
  Random random(seed);
  Image image(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < Image::kChannels; ++c) image.pixel(x, y)[c] = static_cast<std::uint8_t>(random.next());
  return image;
}

RC_GTEST_PROP(PngProperty, WrittenPicturesReadBackTheSame, ()) {
  const Image image = noise(*rc::gen::inRange(1, 60), *rc::gen::inRange(1, 60), *rc::gen::arbitrary<std::uint64_t>());
  RC_ASSERT(decode_png(encode_png(image), "t.png") == image);
}

TEST(Png, RefusesTruncatedAndForeignBytes) {
  const std::string good = encode_png(noise(9, 7, 1));
  for (std::size_t size = 0; size + 12 < good.size(); size += 7)  // the last 12 bytes, IEND, carry nothing
    EXPECT_NE(error_message([&] { (void)decode_png(good.substr(0, size), "t.png"); }).find("t.png: "),
              std::string::npos)
        << size;
  EXPECT_NE(error_message([] { (void)decode_png("GIF89a", "t.png"); }).find("t.png: not a readable PNG"),
            std::string::npos);
}

TEST(Png, RefusesHugeSizesBeforeAllocating) {
  std::string huge = encode_png(noise(2, 2, 1));
  huge.replace(16, 4, std::string("\x00\x00\x7f\xff", 4));  // the width in IHDR; its checksum no longer fits either
  EXPECT_THROW((void)decode_png(huge, "t.png"), Error);
}

TEST(Image, RefusesSidesOutOfRange) {
  EXPECT_EQ(error_message([] { Image(0, 1); }), "picture width 0 is not in [1,16384]");
  EXPECT_EQ(error_message([] { Image(1, kMaxSide + 1); }), "picture height 16385 is not in [1,16384]");
}

}  // namespace
}  // namespace emo3d::image
