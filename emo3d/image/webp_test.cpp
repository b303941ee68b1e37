#include "emo3d/image/webp.h"

#include <gtest/gtest.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "emo3d/base/random.h"
#include "tests/support/errors.h"

namespace emo3d::image {
namespace {

using testing::error_message;

/// A picture of one colour with a bright square at column `x`.
Image with_square(int side, int x, Format format) {
  Image image(side, side, format);
  for (int row = 0; row < side; ++row)
    for (int column = 0; column < side; ++column) {
      const auto pixel = image.pixel(column, row);
      const bool in_square = column >= x && column < x + 8 && row >= 8 && row < 16;
      pixel[0] = in_square ? 230 : 40;
      pixel[1] = in_square ? 220 : 60;
      pixel[2] = 90;
      if (pixel.size() == 4) pixel[3] = in_square ? 255 : 0;
    }
  return image;
}

/// What libwebp's own decoder makes of an animation.
struct Decoded {
  WebPAnimInfo info{};
  std::vector<std::vector<std::uint8_t>> frames;  ///< RGBA
  std::vector<int> ends_ms;
};

Decoded decode(const std::string& bytes) {
  const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  WebPAnimDecoderOptions options;
  WebPAnimDecoderOptionsInit(&options);
  const std::unique_ptr<WebPAnimDecoder, void (*)(WebPAnimDecoder*)> decoder(WebPAnimDecoderNew(&data, &options),
                                                                             WebPAnimDecoderDelete);
  Decoded decoded;
  if (!decoder) return decoded;
  WebPAnimDecoderGetInfo(decoder.get(), &decoded.info);
  const std::size_t size = std::size_t{4} * decoded.info.canvas_width * decoded.info.canvas_height;
  while (WebPAnimDecoderHasMoreFrames(decoder.get()) != 0) {
    std::uint8_t* pixels = nullptr;
    int end_ms = 0;
    if (WebPAnimDecoderGetNext(decoder.get(), &pixels, &end_ms) == 0) break;
    decoded.frames.emplace_back(pixels, pixels + size);
    decoded.ends_ms.push_back(end_ms);
  }
  return decoded;
}

TEST(Webp, AStillPictureIsLossless) {
  for (const Format format : {Format::kRgb, Format::kRgba}) {
    Random random(1);
    Image image(33, 17, format);
    for (std::uint8_t& byte : image.bytes()) byte = static_cast<std::uint8_t>(random.next());
    // Where nothing is seen, libwebp does not keep the colour.
    if (format == Format::kRgba)
      for (int y = 0; y < 17; ++y)
        for (int x = 0; x < 33; ++x) image.pixel(x, y)[3] |= 1;
    const std::string bytes = encode_webp(image);
    Image back(33, 17, format);
    const auto* from = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const int stride = 33 * image.channels();
    const auto* read = format == Format::kRgba
                           ? WebPDecodeRGBAInto(from, bytes.size(), back.bytes().data(), back.bytes().size(), stride)
                           : WebPDecodeRGBInto(from, bytes.size(), back.bytes().data(), back.bytes().size(), stride);
    ASSERT_NE(read, nullptr);
    EXPECT_EQ(back, image);
  }
}

TEST(Webp, AnAnimationHasItsFramesAndTimes) {
  WebpAnimation animation(48, 48);
  const std::vector<int> starts = {0, 33, 67};
  for (std::size_t i = 0; i < starts.size(); ++i)
    animation.add(with_square(48, 8 + 10 * static_cast<int>(i), Format::kRgb), starts[i]);
  const Decoded decoded = decode(animation.finish(100));
  EXPECT_EQ(decoded.info.canvas_width, 48u);
  EXPECT_EQ(decoded.info.canvas_height, 48u);
  EXPECT_EQ(decoded.info.loop_count, 0u) << "for ever";
  EXPECT_EQ(decoded.ends_ms, (std::vector<int>{33, 67, 100}));
  ASSERT_EQ(decoded.frames.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const Image expected = with_square(48, 8 + 10 * static_cast<int>(i), Format::kRgb);
    const std::size_t middle = (12 * 48 + 8 + 10 * i + 4) * 4, outside = (40 * 48 + 4) * 4;
    EXPECT_NEAR(decoded.frames[i][middle], 230, 12) << i;
    EXPECT_NEAR(decoded.frames[i][outside], 40, 12) << i;
  }
}

TEST(Webp, AnAnimationKeepsAlpha) {
  WebpAnimation animation(32, 32);
  animation.add(with_square(32, 4, Format::kRgba), 0);
  animation.add(with_square(32, 20, Format::kRgba), 40);
  const Decoded decoded = decode(animation.finish(80));
  ASSERT_EQ(decoded.frames.size(), 2u);
  const auto alpha = [&](std::size_t frame, std::size_t x) { return decoded.frames[frame][(12 * 32 + x) * 4 + 3]; };
  EXPECT_EQ(alpha(0, 6), 255);
  EXPECT_EQ(alpha(0, 24), 0);
  EXPECT_EQ(alpha(1, 6), 0) << "the first frame does not shine through";
  EXPECT_EQ(alpha(1, 24), 255);
}

TEST(Webp, RefusesFramesOfAnotherSizeAndSidesThatItCannotHold) {
  WebpAnimation animation(32, 32);
  EXPECT_EQ(error_message([&] { animation.add(Image(32, 31), 0); }),
            "WebP: a frame of 32 x 31 pixels in an animation of 32 x 32");
  EXPECT_EQ(error_message([] { WebpAnimation(16384, 2); }), "WebP: width 16384 is above 16383");
  EXPECT_EQ(error_message([] { (void)encode_webp(Image(2, 16384)); }), "WebP: height 16384 is above 16383");
}

}  // namespace
}  // namespace emo3d::image
