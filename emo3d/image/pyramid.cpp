#include "emo3d/image/pyramid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

namespace emo3d::image {
namespace {

/// Nearest integer to the square root of value <= 255^2.
std::uint8_t rounded_root(std::uint64_t value) {
  return static_cast<std::uint8_t>(std::lround(std::sqrt(static_cast<double>(value))));
}

Image halved(const Image& image) {
  Image half(std::max(image.width() / 2, 1), std::max(image.height() / 2, 1), image.format());
  const bool has_alpha = image.format() == Format::kRgba;
  for (int y = 0; y < half.height(); ++y)
    for (int x = 0; x < half.width(); ++x) {
      std::array<std::uint64_t, 3> squares{}, plain{};
      std::uint64_t alphas = 0;
      for (const int dy : {0, 1})
        for (const int dx : {0, 1}) {
          const auto pixel =
              image.pixel(std::min(2 * x + dx, image.width() - 1), std::min(2 * y + dy, image.height() - 1));
          const std::uint64_t alpha = has_alpha ? pixel[3] : 255;
          alphas += alpha;
          for (std::size_t c = 0; c < 3; ++c) {
            const std::uint64_t square = std::uint64_t{pixel[c]} * pixel[c];
            squares[c] += square * alpha;
            plain[c] += square;
          }
        }
      const auto out = half.pixel(x, y);
      for (std::size_t c = 0; c < 3; ++c)
        out[c] = rounded_root(alphas > 0 ? (squares[c] + alphas / 2) / alphas : plain[c] / 4);
      if (has_alpha) out[3] = static_cast<std::uint8_t>((alphas + 2) / 4);
    }
  return half;
}

}  // namespace

std::vector<Image> pyramid(Image image, int max_side) {
  std::vector<Image> levels;
  for (;;) {
    const int side = std::max(image.width(), image.height());
    Image next = side > 1 ? halved(image) : image;
    if (side <= max_side) levels.push_back(std::move(image));
    if (side == 1) return levels;
    image = std::move(next);
  }
}

}  // namespace emo3d::image
