#include "emo3d/image/lettering.h"

#define STB_TRUETYPE_IMPLEMENTATION
#define STBTT_STATIC  // other libraries of a program may bring their own
#include <stb/stb_truetype.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"

namespace emo3d::image {

/// The font file, embedded by CMake.
std::span<const std::uint8_t> latin_font_bytes();

namespace {

constexpr std::string_view kEllipsis = "…";

const stbtt_fontinfo& font() {
  static const stbtt_fontinfo info = [] {
    stbtt_fontinfo loaded{};
    check(stbtt_InitFont(&loaded, latin_font_bytes().data(), 0) != 0, ErrorCode::kUnavailable,
          "the font of contact sheets cannot be read");
    return loaded;
  }();
  return info;
}

std::vector<int> glyphs_of(std::string_view text) {
  std::vector<int> glyphs;
  while (!text.empty()) {
    const Utf8Char next = decode_utf8(text);
    glyphs.push_back(stbtt_FindGlyphIndex(&font(), static_cast<int>(next.code_point)));
    text.remove_prefix(next.length);
  }
  return glyphs;
}

float advance_of(int glyph, float scale) {
  int advance = 0, bearing = 0;
  stbtt_GetGlyphHMetrics(&font(), glyph, &advance, &bearing);
  return static_cast<float>(advance) * scale;
}

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::vector<std::string_view> words;
  for (std::size_t start = text.find_first_not_of(kBlanks); start < text.size();) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, start), text.size());
    words.push_back(text.substr(start, end - start));
    start = text.find_first_not_of(kBlanks, end);
  }
  return words;
}

/// The longest beginning of `text` that fits together with an ellipsis.
std::string cut(std::string_view text, float size_px, float width_px) {
  const float room = width_px - text_width(kEllipsis, size_px);
  std::size_t end = 0;
  for (std::size_t next = 0; next < text.size();) {
    next += decode_utf8(text.substr(next)).length;
    if (text_width(text.substr(0, next), size_px) > room) break;
    end = next;
  }
  while (end > 0 && text[end - 1] == ' ') --end;
  return std::string(text.substr(0, end)) + std::string(kEllipsis);
}

/// The shape of one letter and where it lies in a picture.
struct Glyph {
  std::vector<unsigned char> coverage;
  int width = 0;
  int left = 0, top = 0;
};

void blend(Image& picture, const Glyph& glyph, const std::array<std::uint8_t, 3>& colour) {
  const auto& [coverage, width, left, top] = glyph;
  const int height = width == 0 ? 0 : static_cast<int>(coverage.size()) / width;
  for (int y = std::max(0, -top); y < height && top + y < picture.height(); ++y)
    for (int x = std::max(0, -left); x < width && left + x < picture.width(); ++x) {
      const int share =
          coverage[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
      const auto pixel = picture.pixel(left + x, top + y);
      for (std::size_t i = 0; i < colour.size(); ++i)
        pixel[i] = static_cast<std::uint8_t>((pixel[i] * (255 - share) + colour[i] * share + 127) / 255);
      if (pixel.size() == 4) pixel[3] = static_cast<std::uint8_t>(std::max<int>(pixel[3], share));
    }
}

}  // namespace

float text_width(std::string_view text, float size_px) {
  const float scale = stbtt_ScaleForPixelHeight(&font(), size_px);
  float width = 0;
  for (const int glyph : glyphs_of(text)) width += advance_of(glyph, scale);
  return width;
}

std::vector<std::string> wrapped_text(std::string_view text, float size_px, float width_px, std::size_t max_lines) {
  std::vector<std::string> lines;
  for (const std::string_view word : words_of(text)) {
    const std::string longer = lines.empty() ? std::string() : lines.back() + " " + std::string(word);
    if (!lines.empty() && text_width(longer, size_px) <= width_px) {
      lines.back() = longer;
    } else if (lines.size() < max_lines) {
      lines.emplace_back(word);
    } else {
      if (!lines.empty()) lines.back() = cut(longer, size_px, width_px);
      return lines;
    }
  }
  for (std::string& line : lines)
    if (text_width(line, size_px) > width_px) line = cut(line, size_px, width_px);
  return lines;
}

void draw_text(Image& picture, std::string_view text, const TextLine& line) {
  const float scale = stbtt_ScaleForPixelHeight(&font(), line.size_px);
  int ascent = 0, descent = 0, gap = 0;
  stbtt_GetFontVMetrics(&font(), &ascent, &descent, &gap);
  const float baseline = std::round(line.top + static_cast<float>(ascent) * scale);
  float pen = line.x;
  for (const int glyph : glyphs_of(text)) {
    const float start = std::floor(pen);
    int left = 0, top = 0, right = 0, bottom = 0;
    stbtt_GetGlyphBitmapBoxSubpixel(&font(), glyph, scale, scale, pen - start, 0, &left, &top, &right, &bottom);
    const int width = std::max(right - left, 0), height = std::max(bottom - top, 0);
    Glyph shape{
        .coverage = std::vector<unsigned char>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)),
        .width = width,
        .left = static_cast<int>(start) + left,
        .top = static_cast<int>(baseline) + top};
    if (!shape.coverage.empty()) {
      stbtt_MakeGlyphBitmapSubpixel(&font(), shape.coverage.data(), width, height, width, scale, scale, pen - start, 0,
                                    glyph);
      blend(picture, shape, line.colour);
    }
    pen += advance_of(glyph, scale);
  }
}

}  // namespace emo3d::image
