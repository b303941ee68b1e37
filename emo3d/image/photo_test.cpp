#include "emo3d/image/read_image.h"

#include <gtest/gtest.h>
#include <webp/mux.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <jpeglib.h>

#include "emo3d/base/file.h"
#include "emo3d/image/orientation.h"
#include "emo3d/image/png.h"
#include "emo3d/image/webp.h"
#include "tests/support/errors.h"
#include "tests/support/photos.h"

namespace emo3d::image {
namespace {

using namespace std::string_literals;
using testing::error_message;
using testing::exif_block;
using testing::jpeg_with_exif;
using testing::png_with_exif;

/// 3 x 2 pixels, all different.
Image small() {
  Image image(3, 2);
  for (int y = 0; y < 2; ++y)
    for (int x = 0; x < 3; ++x) image.pixel(x, y)[0] = static_cast<std::uint8_t>(1 + x + 3 * y);
  return image;
}

/// The red values of the rows, from above.
std::vector<std::string> rows_of(const Image& image) {
  std::vector<std::string> rows;
  for (int y = 0; y < image.height(); ++y) {
    rows.emplace_back();
    for (int x = 0; x < image.width(); ++x) rows.back() += static_cast<char>('0' + image.pixel(x, y)[0]);
  }
  return rows;
}

std::string webp_with_exif(const Image& image, const std::string& exif) {
  const std::string bytes = encode_webp(image);
  const WebPData still{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  const WebPData chunk{reinterpret_cast<const std::uint8_t*>(exif.data()), exif.size()};
  WebPMux* mux = WebPMuxNew();
  WebPMuxSetImage(mux, &still, 1);
  WebPMuxSetChunk(mux, "EXIF", &chunk, 1);
  WebPData out{};
  WebPMuxAssemble(mux, &out);
  std::string result(reinterpret_cast<const char*>(out.bytes), out.size);
  WebPDataClear(&out);
  WebPMuxDelete(mux);
  return result;
}

TEST(Photo, EveryOrientationIsTurnedUpright) {
  // CIPA DC-008: where the first row and the first column of the stored picture belong.
  const std::vector<std::vector<std::string>> expected = {{"123", "456"},     {"321", "654"},     {"654", "321"},
                                                          {"456", "123"},     {"14", "25", "36"}, {"41", "52", "63"},
                                                          {"63", "52", "41"}, {"36", "25", "14"}};
  for (int orientation = 1; orientation <= 8; ++orientation)
    EXPECT_EQ(rows_of(upright(small(), orientation)), expected[static_cast<std::size_t>(orientation - 1)])
        << orientation;
}

TEST(Photo, ExifIsFoundInEachFormatAndByteOrder) {
  for (const bool big_endian : {false, true})
    for (int orientation = 1; orientation <= 8; ++orientation) {
      const std::string tiff = exif_block(orientation, big_endian);
      const auto expected = rows_of(upright(small(), orientation));
      EXPECT_EQ(rows_of(decode_photo(png_with_exif(encode_png(small()), tiff), "a")), expected);
      EXPECT_EQ(rows_of(decode_photo(webp_with_exif(small(), tiff), "a")), expected);
      EXPECT_EQ(rows_of(decode_photo(webp_with_exif(small(), "Exif\0\0"s + tiff), "a")), expected);
      const std::string jpeg = jpeg_with_exif(testing::jpeg_of(Image(24, 16)), tiff);
      EXPECT_EQ(decode_photo(jpeg, "a").width(), orientation >= 5 ? 16 : 24);
      const std::string xmp = jpeg_with_exif(jpeg, {}, "http://ns.adobe.com/xap/1.0/\0<x/>"s);
      EXPECT_EQ(orientation_of(xmp, FileFormat::kJpeg), orientation) << "XMP stands before EXIF";
    }
}

/// `jpeg` with a segment behind its first bytes.
std::string jpeg_with_segment(const std::string& jpeg, std::size_t at, char marker, const std::string& payload) {
  return jpeg.substr(0, at) + '\xff' + marker +
         testing::detail::number(static_cast<std::uint32_t>(payload.size() + 2), 2, true) + payload + jpeg.substr(at);
}

TEST(Photo, ExifOfAJpegIsFoundBehindOtherSegments) {
  constexpr std::size_t kBehindJfif = 20;
  const std::string plain = testing::jpeg_of(Image(24, 16));
  ASSERT_EQ(plain.substr(6, 4), "JFIF");
  const std::string exif = "Exif\0\0"s + exif_block(6, true);
  const std::string behind_jfif = jpeg_with_segment(plain, kBehindJfif, '\xe1', exif);
  const std::string behind_comment = jpeg_with_segment(behind_jfif, kBehindJfif, '\xfe', "made by a program");
  const std::string fooled =
      jpeg_with_segment(behind_comment, kBehindJfif, '\xfe', "\xff\xe1\x00\x40"s + exif_block(3, true));
  for (const std::string& jpeg : {behind_jfif, behind_comment, fooled}) {
    EXPECT_EQ(orientation_of(jpeg, FileFormat::kJpeg), 6);
    EXPECT_EQ(decode_photo(jpeg, "a").width(), 16);
    for (std::size_t length = 0; length < 140; ++length) {
      const Orientation found = orientation_of(std::string_view(jpeg).substr(0, length), FileFormat::kJpeg);
      EXPECT_TRUE(found == 1 || found == 6) << length;
    }
  }
  const std::string stuffed = behind_jfif.substr(0, kBehindJfif) + "extra\xff\xff" + behind_jfif.substr(kBehindJfif);
  EXPECT_EQ(orientation_of(stuffed, FileFormat::kJpeg), 6);
  const std::string late = plain.substr(0, plain.size() - 2) + jpeg_with_segment("", 0, '\xe1', exif) + "\xff\xd9";
  EXPECT_EQ(orientation_of(late, FileFormat::kJpeg), 1) << "behind the pixels";
}

TEST(Photo, DamagedExifIsAsNone) {
  const std::string tiff = exif_block(6, false);
  for (std::size_t length = 0; length < 20; ++length)
    EXPECT_EQ(rows_of(decode_photo(png_with_exif(encode_png(small()), tiff.substr(0, length)), "a")), rows_of(small()));
  EXPECT_EQ(rows_of(decode_photo(png_with_exif(encode_png(small()), exif_block(9, true)), "a")), rows_of(small()));
  std::string far = tiff;
  far.replace(4, 4, "\xf0\xff\xff\x7f");  // the first directory lies outside
  EXPECT_EQ(rows_of(decode_photo(png_with_exif(encode_png(small()), far), "a")), rows_of(small()));
}

TEST(Photo, OtherFormatsAreRefusedByName) {
  const auto refused = [](const std::string& bytes) {
    return error_message([&] { (void)decode_photo(bytes, "p.jpg"); });
  };
  EXPECT_EQ(refused("GIF89a......"), "p.jpg: GIF is not read; expected PNG, JPEG or WebP");
  EXPECT_EQ(refused("BM\x36\0\0\0\0\0\0\0\x36\0"s), "p.jpg: BMP is not read; expected PNG, JPEG or WebP");
  EXPECT_EQ(refused("MM\0*\0\0\0\x08"s), "p.jpg: TIFF is not read; expected PNG, JPEG or WebP");
  EXPECT_EQ(refused("\0\0\0\x18"
                    "ftypheic\0\0\0\0"s),
            "p.jpg: HEIC is not read; expected PNG, JPEG or WebP");
  EXPECT_EQ(refused("\0\0\0\x18"
                    "ftypavif\0\0\0\0"s),
            "p.jpg: AVIF is not read; expected PNG, JPEG or WebP");
  EXPECT_EQ(refused("\xff\x0a\xfa"), "p.jpg: JPEG XL is not read; expected PNG, JPEG or WebP");
  EXPECT_EQ(refused(""), "p.jpg: an empty file; expected PNG, JPEG or WebP");
  EXPECT_EQ(refused("BMW is a car, and this is a text"),
            "p.jpg: no picture of a known format; expected PNG, JPEG or WebP");
}

TEST(Photo, WebpIsReadAndItsDamageRefused) {
  for (const Format format : {Format::kRgb, Format::kRgba}) {
    Image image(33, 17, format);
    for (std::size_t i = 0; i < image.bytes().size(); ++i) image.bytes()[i] = static_cast<std::uint8_t>(i * 7 + 1);
    if (format == Format::kRgba)
      for (int y = 0; y < 17; ++y)
        for (int x = 0; x < 33; ++x) image.pixel(x, y)[3] |= 1;
    const std::string whole = encode_webp(image);
    EXPECT_EQ(decode_photo(whole, "a"), image);
    for (std::size_t length = 12; length < whole.size(); length += 13)
      EXPECT_TRUE(
          error_message([&] { (void)decode_photo(whole.substr(0, length), "a"); }).starts_with("a: not a valid WebP"))
          << length;
  }
  WebpAnimation animation(16, 16);
  animation.add(Image(16, 16), 0);
  Image other(16, 16);
  other.pixel(3, 3)[1] = 200;
  animation.add(other, 40);
  EXPECT_EQ(error_message([&] { (void)decode_photo(animation.finish(80), "a"); }),
            "a: an animated WebP; expected a still picture");
}

TEST(Photo, InksBecomeLights) {
  // Best quality, so that the values stay within a few steps; Adobe's files hold the paper left bare.
  const Image image = decode_photo(testing::cmyk_jpeg(16, 16, {255, 128, 0, 255}), "a");
  ASSERT_EQ(image.format(), Format::kRgb);
  EXPECT_NEAR(image.pixel(8, 8)[0], 255, 3);
  EXPECT_NEAR(image.pixel(8, 8)[1], 128, 3);
  EXPECT_NEAR(image.pixel(8, 8)[2], 0, 3);
  const Image darker = decode_photo(testing::cmyk_jpeg(16, 16, {255, 128, 0, 128}), "a");
  EXPECT_NEAR(darker.pixel(8, 8)[0], 128, 3);
  EXPECT_NEAR(darker.pixel(8, 8)[1], 64, 3);
}

TEST(Photo, BytesBetweenTheSegmentsOfAJpegAreSkipped) {
  const std::string jpeg = testing::jpeg_of(Image(24, 16));
  const std::string stuffed = jpeg.substr(0, jpeg.size() - 2) + std::string(40, '\0') + jpeg.substr(jpeg.size() - 2);
  EXPECT_EQ(decode_photo(stuffed, "a"), decode_photo(jpeg, "a"));
  const std::string apart = jpeg.substr(0, 20) + "extra" + jpeg.substr(20);
  EXPECT_EQ(decode_photo(apart, "a"), decode_photo(jpeg, "a"));
}

TEST(Photo, ReadImageGoesByTheContents) {
  const TemporaryDirectory folder;
  write_file(folder.path() / "really.jpg", encode_png(small()));
  EXPECT_EQ(read_image(folder.path() / "really.jpg"), small());
  EXPECT_EQ(file_format_of(folder.path() / "really.jpg"), FileFormat::kPng);
  EXPECT_EQ(file_format_of(folder.path() / "none"), FileFormat::kUnknown);
  EXPECT_NE(error_message([&] { (void)read_image(folder.path() / "none"); }), "no error");
}

}  // namespace
}  // namespace emo3d::image
