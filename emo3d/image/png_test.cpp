#include "emo3d/image/png.h"

#include <gtest/gtest.h>
#include <png.h>
#include <rapidcheck/gtest.h>
#include <zlib.h>

#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/random.h"
#include "tests/support/errors.h"
#include "tests/support/photos.h"

namespace emo3d::image {
namespace {

using testing::error_message;

Image noise(int width, int height, Format format, std::uint64_t seed) {
  Random random(seed);
  Image image(width, height, format);
  for (std::uint8_t& byte : image.bytes()) byte = static_cast<std::uint8_t>(random.next());
  return image;
}

/// A PNG of another kind than encode_png() writes, through libpng's simple interface.
std::string foreign_png(png_uint_32 format, png_uint_32 width, png_uint_32 height, const void* pixels,
                        const void* colours = nullptr, png_uint_32 colour_count = 0) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  header.format = format;
  header.width = width;
  header.height = height;
  header.colormap_entries = colour_count;
  std::string bytes(4096, '\0');
  png_alloc_size_t size = bytes.size();
  EXPECT_NE(png_image_write_to_memory(&header, bytes.data(), &size, 0, pixels, 0, colours), 0) << header.message;
  bytes.resize(size);
  return bytes;
}

/// `png` with the IHDR's width and height replaced and its checksum made to fit.
std::string with_size(std::string png, std::uint32_t width, std::uint32_t height) {
  const auto put = [&](std::size_t at, std::uint32_t value) {
    for (int i = 0; i < 4; ++i) png[at + i] = static_cast<char>(value >> (24 - 8 * i));
  };
  put(16, width);
  put(20, height);
  put(29, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(png.data() + 12), 17)));
  return png;
}

RC_GTEST_PROP(PngProperty, WrittenPicturesReadBackTheSame, ()) {
  const Image image = noise(*rc::gen::inRange(1, 60), *rc::gen::inRange(1, 60),
                            *rc::gen::element(Format::kRgb, Format::kRgba), *rc::gen::arbitrary<std::uint64_t>());
  RC_ASSERT(decode_png(encode_png(image), "t.png") == image);
}

RC_GTEST_PROP(PngProperty, DamageIsRefusedOrRead, ()) {
  std::string bytes = encode_png(noise(9, 7, Format::kRgb, 1));
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i)
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  const std::string message = error_message([&] { (void)decode_png(bytes, "t.png"); });
  RC_ASSERT(message == "no error" || message.starts_with("t.png: "));
}

TEST(Png, RefusesEveryTruncationInSilence) {
  const std::string good = encode_png(noise(9, 7, Format::kRgb, 1));
  ::testing::internal::CaptureStderr();
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_TRUE(
        error_message([&] { (void)decode_png(good.substr(0, size), "t.png"); }).starts_with("t.png: not a valid PNG: "))
        << size;
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(Png, RefusesForeignBytesAndWrongChecksums) {
  EXPECT_TRUE(error_message([] { (void)decode_png("GIF89a, not a PNG", "t.png"); }).starts_with("t.png: "));
  std::string bytes = encode_png(noise(9, 7, Format::kRgb, 1));
  bytes[bytes.size() - 14] ^= 1;  // in the checksum of the pixels
  EXPECT_TRUE(error_message([&] { (void)decode_png(bytes, "t.png"); }).starts_with("t.png: not a valid PNG: "));
}

TEST(Png, RefusesSizesThatItsBytesCannotHold) {
  const std::string small = encode_png(noise(2, 2, Format::kRgb, 1));
  const auto message = [&](std::uint32_t width, std::uint32_t height) {
    return error_message([&] { (void)decode_png(with_size(small, width, height), "t.png"); });
  };
  EXPECT_NE(message(10000, 10000).find("bytes cannot hold 10000 x 10000 pixels"), std::string::npos);
  EXPECT_NE(message(16384, 16384).find("16384 x 16384 is more than 134217728 pixels"), std::string::npos);
  EXPECT_EQ(message(20000, 1), "t.png: PNG of 20000 x 1 is more than 16384 pixels wide or high");
  EXPECT_EQ(message(1, 16385), "t.png: PNG of 1 x 16385 is more than 16384 pixels wide or high");
  EXPECT_NE(message(0, 2).find("t.png: not a valid PNG: "), std::string::npos);
}

TEST(Png, ReadsGreyPaletteAndSixteenBits) {
  const std::uint8_t grey[] = {10, 200};
  EXPECT_EQ(decode_png(foreign_png(PNG_FORMAT_GRAY, 2, 1, grey), "t.png").pixel(1, 0)[2], 200);

  const std::uint8_t grey_alpha[] = {10, 20, 200, 210};
  const Image transparent = decode_png(foreign_png(PNG_FORMAT_GA, 2, 1, grey_alpha), "t.png");
  EXPECT_EQ(transparent.format(), Format::kRgba);
  EXPECT_EQ(transparent.pixel(1, 0)[0], 200);
  EXPECT_EQ(transparent.pixel(1, 0)[3], 210);

  const std::uint8_t indices[] = {1, 0};
  const std::uint8_t colours[] = {1, 2, 3, 4, 5, 6};
  const Image palette = decode_png(foreign_png(PNG_FORMAT_RGB_COLORMAP, 2, 1, indices, colours, 2), "t.png");
  EXPECT_EQ(palette.format(), Format::kRgb);
  EXPECT_EQ(palette.pixel(0, 0)[1], 5);
  EXPECT_EQ(palette.pixel(1, 0)[2], 3);

  const std::uint16_t deep[] = {0, 32768, 65535};
  const Image shallow = decode_png(foreign_png(PNG_FORMAT_LINEAR_RGB, 1, 1, deep), "t.png");
  EXPECT_EQ(shallow.pixel(0, 0)[0], 0);
  EXPECT_EQ(shallow.pixel(0, 0)[1], 128);
  EXPECT_EQ(shallow.pixel(0, 0)[2], 255);
}

/// The payload of an iCCP with the header of a profile for RGB.
std::string rgb_profile_chunk() {
  std::string profile(132, '\0');
  profile[3] = static_cast<char>(profile.size());
  profile.replace(8, 16, std::string("\x04\0\0\0mntrRGB XYZ ", 16));
  profile.replace(36, 4, "acsp");
  std::string packed(256, '\0');
  auto size = static_cast<uLongf>(packed.size());
  EXPECT_EQ(::compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(profile.data()),
                       static_cast<uLong>(profile.size())),
            Z_OK);
  return std::string("RGB\0\0", 5) + packed.substr(0, size);
}

TEST(Png, IgnoresOddChunksThatNeedNotBeThere) {
  const std::uint8_t grey[] = {10, 200};
  const std::string plain = foreign_png(PNG_FORMAT_GRAY, 2, 1, grey);
  const auto with = [&](const std::string& chunks) {
    return plain.substr(0, testing::detail::kPngHeader) + chunks + plain.substr(testing::detail::kPngHeader);
  };
  const auto chunk = [](const std::string& type, const std::string& payload) {
    return testing::detail::png_chunk(type, payload);
  };
  const Image expected = decode_png(plain, "t.png");
  const std::string size = chunk("pHYs", std::string(9, '\1'));
  std::string texts;
  for (int i = 0; i < 200; ++i) texts += chunk("tEXt", "Key" + std::to_string(i) + '\0' + "a value");
  std::string broken_sum = chunk("gAMA", std::string(4, '\1'));
  broken_sum.back() ^= 1;
  for (const std::string& chunks : {size + size, texts, chunk("iCCP", rgb_profile_chunk()), chunk("gAMA", "12345678"),
                                    chunk("eXIf", "?"), chunk("prVt", "private"), broken_sum})
    EXPECT_EQ(decode_png(with(chunks), "t.png"), expected) << chunks.substr(4, 4);
}

TEST(Png, RefusesOddChunksThatMustBeThere) {
  const std::uint8_t indices[] = {1, 0};
  const std::uint8_t colours[] = {1, 2, 3, 4, 5, 6};
  const std::string palette = foreign_png(PNG_FORMAT_RGB_COLORMAP, 2, 1, indices, colours, 2);
  const std::size_t at = palette.find("PLTE") - 4;
  std::string broken_sum = palette;
  broken_sum[at + 8] ^= 1;
  const std::string header = palette.substr(8, testing::detail::kPngHeader - 8);
  for (const std::string& bad : {broken_sum, palette.substr(0, at) + palette.substr(at + 12 + 6),
                                 palette.substr(0, at) + header + palette.substr(at),
                                 palette.substr(0, at) + testing::detail::png_chunk("PRVT", "?") + palette.substr(at)})
    EXPECT_TRUE(error_message([&] { (void)decode_png(bad, "t.png"); }).starts_with("t.png: not a valid PNG: "));
}

TEST(Png, KeepsTheTransparencyOfPalettesAndColours) {
  const std::uint8_t indices[] = {1, 0};
  const std::uint8_t colours[] = {1, 2, 3, 255, 4, 5, 6, 0};
  const std::string palette = foreign_png(PNG_FORMAT_RGBA_COLORMAP, 2, 1, indices, colours, 2);
  ASSERT_NE(palette.find("tRNS"), std::string::npos);
  const Image image = decode_png(palette, "t.png");
  ASSERT_EQ(image.format(), Format::kRgba);
  EXPECT_EQ(image.pixel(0, 0)[3], 0);
  EXPECT_EQ(image.pixel(1, 0)[3], 255);
}

TEST(Png, WritesFilesThatReadBack) {
  const TemporaryDirectory directory;
  const Image image = noise(5, 4, Format::kRgb, 3);
  write_png(directory.path() / "a.png", image);
  EXPECT_EQ(read_png(directory.path() / "a.png"), image);
  EXPECT_THROW((void)read_png(directory.path() / "b.png"), Error);
  EXPECT_THROW(write_png(directory.path() / "missing" / "a.png", image), Error);
}

}  // namespace
}  // namespace emo3d::image
