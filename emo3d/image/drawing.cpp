#include "emo3d/image/drawing.h"

#include <algorithm>
#include <cmath>

namespace emo3d::image {
namespace {

constexpr float kFarthest_px = 1e6f;

bool is_near(const Place& place) {  // false for NaN too
  return std::abs(place.x) <= kFarthest_px && std::abs(place.y) <= kFarthest_px;
}

void blend(Image& picture, int x, int y, const Pen& pen, float coverage) {
  const float share = coverage * pen.opacity;
  const auto pixel = picture.pixel(x, y);
  const auto mixed = [&](float below, float above) {
    return static_cast<std::uint8_t>(std::lround(below + (above - below) * share));
  };
  for (std::size_t c = 0; c < 3; ++c) pixel[c] = mixed(static_cast<float>(pixel[c]), static_cast<float>(pen.colour[c]));
  if (pixel.size() == 4) pixel[3] = std::max(pixel[3], mixed(0, 255));
}

float distance_to_line(const Place& p, const Place& from, const Place& to) {
  const float dx = to.x - from.x, dy = to.y - from.y;
  const float squared = dx * dx + dy * dy;
  const float along =
      squared > 0 ? std::clamp(((p.x - from.x) * dx + (p.y - from.y) * dy) / squared, 0.0f, 1.0f) : 0.0f;
  const float ex = p.x - from.x - along * dx, ey = p.y - from.y - along * dy;
  return std::sqrt(ex * ex + ey * ey);
}

}  // namespace

void draw_line(Image& picture, const Place& from, const Place& to, const Pen& pen) {
  if (!is_near(from) || !is_near(to)) return;
  const float radius = pen.width_px / 2, reach = radius + 1;
  const auto low = [&](float a, float b) { return std::max(0, static_cast<int>(std::floor(std::min(a, b) - reach))); };
  const auto high = [&](float a, float b, int end) {
    return std::min(end - 1, static_cast<int>(std::ceil(std::max(a, b) + reach)));
  };
  for (int y = low(from.y, to.y); y <= high(from.y, to.y, picture.height()); ++y)
    for (int x = low(from.x, to.x); x <= high(from.x, to.x, picture.width()); ++x) {
      const Place middle{static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f};
      const float coverage = std::clamp(radius + 0.5f - distance_to_line(middle, from, to), 0.0f, 1.0f);
      // A line thinner than a pixel covers no pixel wholly.
      if (coverage > 0) blend(picture, x, y, pen, coverage * std::min(1.0f, pen.width_px));
    }
}

void draw_dot(Image& picture, const Place& centre, const Pen& pen) { draw_line(picture, centre, centre, pen); }

void fill_rectangle(Image& picture, const Place& corner, const Place& size, const Pen& pen) {
  if (!is_near(corner) || !is_near(size)) return;
  const auto place = [](float value, int end) { return std::clamp(static_cast<int>(std::lround(value)), 0, end); };
  for (int y = place(corner.y, picture.height()); y < place(corner.y + size.y, picture.height()); ++y)
    for (int x = place(corner.x, picture.width()); x < place(corner.x + size.x, picture.width()); ++x)
      blend(picture, x, y, pen, 1);
}

Image on_paper(const Image& image) {
  if (image.format() == Format::kRgb) return image;
  Image paper(image.width(), image.height());
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) {
      const auto from = image.pixel(x, y);
      for (std::size_t c = 0; c < 3; ++c)
        paper.pixel(x, y)[c] = static_cast<std::uint8_t>((from[c] * from[3] + 255 * (255 - from[3]) + 127) / 255);
    }
  return paper;
}

void paste(Image& picture, const Image& from, int left, int top) {
  const auto row_bytes = static_cast<std::size_t>(from.width()) * static_cast<std::size_t>(from.channels());
  for (int y = 0; y < from.height(); ++y)
    std::ranges::copy(from.bytes().subspan(static_cast<std::size_t>(y) * row_bytes, row_bytes),
                      picture.pixel(left, top + y).data());
}

}  // namespace emo3d::image
