#include "emo3d/image/jpeg.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

#include "emo3d/image/png.h"
#include "tests/support/errors.h"

namespace emo3d::image {
namespace {

using testing::error_message;

/// A JPEG of best quality, by libjpeg.
std::string jpeg_of(const Image& image, bool progressive = false) {
  jpeg_compress_struct state{};
  jpeg_error_mgr errors{};
  state.err = jpeg_std_error(&errors);
  jpeg_create_compress(&state);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&state, &out, &size);
  state.image_width = static_cast<JDIMENSION>(image.width());
  state.image_height = static_cast<JDIMENSION>(image.height());
  state.input_components = 3;
  state.in_color_space = JCS_RGB;
  jpeg_set_defaults(&state);
  jpeg_set_quality(&state, 100, TRUE);
  if (progressive) jpeg_simple_progression(&state);
  jpeg_start_compress(&state, TRUE);
  for (int y = 0; y < image.height(); ++y) {
    auto* row = const_cast<JSAMPLE*>(image.pixel(0, y).data());
    jpeg_write_scanlines(&state, &row, 1);
  }
  jpeg_finish_compress(&state);
  jpeg_destroy_compress(&state);
  std::string bytes(reinterpret_cast<const char*>(out), size);
  std::free(out);
  return bytes;
}

Image gradient() {
  Image image(40, 24);
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) {
      image.pixel(x, y)[0] = static_cast<std::uint8_t>(6 * x);
      image.pixel(x, y)[1] = static_cast<std::uint8_t>(10 * y);
      image.pixel(x, y)[2] = 128;
    }
  return image;
}

TEST(Jpeg, ReadsBaselineAndProgressiveFiles) {
  for (const bool progressive : {false, true}) {
    const Image image = decode_jpeg(jpeg_of(gradient(), progressive), "test.jpg");
    ASSERT_EQ(image.width(), 40);
    ASSERT_EQ(image.height(), 24);
    ASSERT_EQ(image.format(), Format::kRgb);
    for (std::size_t i = 0; i < image.bytes().size(); ++i) ASSERT_NEAR(image.bytes()[i], gradient().bytes()[i], 6) << i;
  }
}

TEST(Jpeg, RefusesEveryTruncation) {
  const std::string whole = jpeg_of(gradient());
  for (std::size_t length = 0; length + 2 < whole.size(); ++length)
    ASSERT_TRUE(error_message([&] {
                  (void)decode_jpeg(whole.substr(0, length), "cut.jpg");
                }).starts_with("cut.jpg: not a valid JPEG"))
        << length;
}

TEST(Jpeg, RefusesSizesThatItsBytesCannotHold) {
  std::string lying = jpeg_of(gradient());
  const std::size_t frame = lying.find("\xff\xc0");
  ASSERT_NE(frame, std::string::npos);
  lying.replace(frame + 5, 4, "\x3f\xff\x3f\xff");  // 16383 x 16383
  EXPECT_EQ(error_message([&] { (void)decode_jpeg(lying, "big.jpg"); }), "big.jpg: JPEG of 16383 x 16383 is too large");
  lying.replace(frame + 5, 4, "\x1f\xff\x1f\xff");
  EXPECT_NE(error_message([&] { (void)decode_jpeg(lying, "big.jpg"); }).find("bytes cannot hold 8191 x 8191"),
            std::string::npos);
}

TEST(Jpeg, DecodeImageGoesByTheFirstBytes) {
  EXPECT_EQ(decode_image(encode_png(gradient()), "a"), gradient());
  EXPECT_EQ(decode_image(jpeg_of(gradient()), "a").width(), 40);
  EXPECT_EQ(error_message([] { (void)decode_image("GIF89a", "a"); }), "a: a picture that is neither PNG nor JPEG");
}

}  // namespace
}  // namespace emo3d::image
