#include "emo3d/image/lettering.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace emo3d::image {
namespace {

using Lines = std::vector<std::string>;

/// Columns and rows of the pixels that are not white.
struct Ink {
  int left = 1 << 20, right = -1, top = 1 << 20, bottom = -1;
};

Ink ink_of(const std::string& text, const TextLine& line) {
  Image image(200, 60);
  std::ranges::fill(image.bytes(), std::uint8_t{255});
  draw_text(image, text, line);
  Ink ink;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) {
      if (image.pixel(x, y)[0] > 200) continue;
      ink.left = std::min(ink.left, x);
      ink.right = std::max(ink.right, x);
      ink.top = std::min(ink.top, y);
      ink.bottom = std::max(ink.bottom, y);
    }
  return ink;
}

TEST(Lettering, DrawsInsideTheLine) {
  for (const std::string text : {"Égypte", "joy", "WWWW"}) {
    const Ink ink = ink_of(text, {.x = 20, .top = 10, .size_px = 30});
    EXPECT_GE(ink.left, 19) << text;
    EXPECT_LE(static_cast<float>(ink.right), 21 + text_width(text, 30)) << text;
    EXPECT_GT(static_cast<float>(ink.right), 14 + text_width(text, 30)) << text;
    EXPECT_GE(ink.top, 9) << text;
    EXPECT_LE(ink.bottom, 41) << text;
    EXPECT_GT(ink.bottom - ink.top, 15) << text;
  }
}

TEST(Lettering, LeavesOutWhatIsOutsideThePicture) {
  const Ink ink = ink_of("outside on all sides, most of it", {.x = -37.5f, .top = 45, .size_px = 30});
  EXPECT_EQ(ink.left, 0);
  EXPECT_EQ(ink.right, 199);
  EXPECT_EQ(ink_of("far", {.x = 5000, .top = 0}).right, -1);
  EXPECT_EQ(ink_of("far", {.x = -5000, .top = -5000}).right, -1);
}

TEST(Lettering, WidthGrowsWithTextAndSize) {
  EXPECT_EQ(text_width("", 20), 0);
  EXPECT_GT(text_width("joy", 20), text_width("jo", 20));
  EXPECT_NEAR(text_width("joy", 40), 2 * text_width("joy", 20), 1e-3f);
}

TEST(Lettering, UnknownLettersAndBrokenBytesAreBoxes) {
  const float box = text_width("\xff", 20);
  EXPECT_GT(box, 0);
  EXPECT_EQ(text_width("喜", 20), box);
  EXPECT_GT(ink_of("喜", {.x = 5, .top = 5, .size_px = 20}).right, 5);
}

TEST(Lettering, WrapsAtBlanks) {
  const float width = text_width("She raises her", 16) + 1;
  EXPECT_EQ(wrapped_text("She  raises\nher left\teyebrow ", 16, width, 3), (Lines{"She raises her", "left eyebrow"}));
  EXPECT_EQ(wrapped_text(" \n", 16, width, 3), Lines{});
  EXPECT_EQ(wrapped_text("joy", 16, width, 0), Lines{});
}

TEST(Lettering, CutsWhatDoesNotFit) {
  const Lines lines = wrapped_text("one two three four five six seven eight nine ten", 16, 70, 2);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_TRUE(lines[1].ends_with("…")) << lines[1];
  for (const std::string& line : lines) EXPECT_LE(text_width(line, 16), 70) << line;
  const Lines word = wrapped_text("extraordinarily", 16, 50, 2);
  ASSERT_EQ(word.size(), 1u);
  EXPECT_TRUE(word[0].starts_with("ex") && word[0].ends_with("…")) << word[0];
  EXPECT_LE(text_width(word[0], 16), 50);
}

TEST(Lettering, MakesATransparentPictureOpaqueWhereThereIsInk) {
  Image image(40, 40, Format::kRgba);
  draw_text(image, "I", {.x = 10, .top = 5, .size_px = 30, .colour = {10, 20, 30}});
  const auto alpha_at = [&](std::size_t i) { return image.bytes()[4 * i + 3]; };
  std::uint8_t most = 0;
  for (std::size_t i = 0; i < 1600; ++i) most = std::max(most, alpha_at(i));
  EXPECT_EQ(most, 255);
  EXPECT_EQ(alpha_at(0), 0);
}

}  // namespace
}  // namespace emo3d::image
