#include "emo3d/landmark/crop.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "emo3d/landmark/perspective.h"

namespace emo3d::landmark {
namespace {

// Vector extensions of GCC and Clang, as in render/lanes.h: each lane is exactly the scalar operation.
using Byte8 = std::uint8_t __attribute__((vector_size(8)));
using Byte4 = std::uint8_t __attribute__((vector_size(4)));
using Short8 = std::uint16_t __attribute__((vector_size(16)));
using Short4 = std::uint16_t __attribute__((vector_size(8)));
using Int4 = std::int32_t __attribute__((vector_size(16)));
using Float4 = float __attribute__((vector_size(16)));

constexpr int kFractionBits = 5;  // places are whole numbers of 1/32 px
constexpr int kOne = 1 << kFractionBits;
constexpr int kBlock = 64;  // columns whose places OpenCV computes from one start
constexpr int kColours = 3;

/// Places in an image, in 1/32 px.
struct Places {
  std::array<std::int32_t, kBlock> x;
  std::array<std::int32_t, kBlock> y;
};

/// Nearest whole number, ties to even, of a value limited to +-2^30; NaN becomes the lower limit.
std::int32_t rounded(double value) {
  constexpr double kLimit = 1 << 30;
  constexpr double kShift = 0x1.8p52;  // brings the whole part into the low bits
  value = value > -kLimit ? value : -kLimit;
  value = value < kLimit ? value : kLimit;
  return static_cast<std::int32_t>(std::bit_cast<std::uint64_t>(value + kShift));
}

/// Where the crop's pixels from column `x0` on in row `y` lie. The order of operations is OpenCV's.
Places places(const std::array<double, 9>& m, int x0, int y) {
  const double start_x = m[0] * x0 + m[1] * y + m[2];
  const double start_y = m[3] * x0 + m[4] * y + m[5];
  const double start_w = m[6] * x0 + m[7] * y + m[8];
  Places result;
  for (int i = 0; i < kBlock; ++i) {
    const double scale = kOne / (start_w + m[6] * i);
    result.x[i] = rounded((start_x + m[0] * i) * scale);
    result.y[i] = rounded((start_y + m[3] * i) * scale);
  }
  return result;
}

/// Bilinear samples of an image with `Channels` bytes in a pixel, of which the first three count.
template <int Channels>
class Sampler {
 public:
  Sampler(const image::Image& image, Border border)
      : bytes_(image.bytes()), width_(image.width()), height_(image.height()), border_(border) {}

  /// Writes three bytes at `out`, and one beyond that has no meaning.
  void sample(std::int32_t place_x, std::int32_t place_y, std::uint8_t* out) const {
    const int x = place_x >> kFractionBits;
    const int y = place_y >> kFractionBits;
    const int fx = place_x & (kOne - 1);
    const int fy = place_y & (kOne - 1);
    if (x >= 0 && y >= 0 && x < width_ - 1 && y < height_ - 1) {
      const std::size_t below = offset(x, y + 1);
      if (below + sizeof(Byte8) <= bytes_.size()) return inside(offset(x, y), below, fx, fy, out);
    }
    at_border(x, y, fx, fy, out);
  }

 private:
  [[nodiscard]] std::size_t offset(int x, int y) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)) * Channels;
  }

  [[nodiscard]] Short8 load(std::size_t at) const {
    Byte8 pixels;
    std::memcpy(&pixels, bytes_.data() + at, sizeof pixels);
    return __builtin_convertvector(pixels, Short8);
  }

  void inside(std::size_t above, std::size_t below, int fx, int fy, std::uint8_t* out) const {
    const Short8 column =
        load(above) * static_cast<std::uint16_t>(kOne - fy) + load(below) * static_cast<std::uint16_t>(fy);
    const Short4 left = __builtin_shufflevector(column, column, 0, 1, 2, 3);
    const Short4 right = __builtin_shufflevector(column, column, Channels, Channels + 1, Channels + 2, Channels + 3);
    // whole numbers up to 255 * 1024: exact in float, whose products every processor has
    const Float4 sum = __builtin_convertvector(left, Float4) * static_cast<float>(kOne - fx) +
                       __builtin_convertvector(right, Float4) * static_cast<float>(fx);
    const Float4 mean = (sum + static_cast<float>(kOne * kOne / 2)) * (1.0F / (kOne * kOne));
    const Byte4 pixel = __builtin_convertvector(__builtin_convertvector(mean, Int4), Byte4);
    std::memcpy(out, &pixel, sizeof pixel);
  }

  void at_border(int x, int y, int fx, int fy, std::uint8_t* out) const {
    std::array<int, kColours> sum{};
    for (const int dy : {0, 1})
      for (const int dx : {0, 1}) {
        const int weight = (dx == 0 ? kOne - fx : fx) * (dy == 0 ? kOne - fy : fy);
        const int nearest_x = std::clamp(x + dx, 0, width_ - 1);
        const int nearest_y = std::clamp(y + dy, 0, height_ - 1);
        if (border_ == Border::kBlack && (nearest_x != x + dx || nearest_y != y + dy)) continue;
        const std::uint8_t* pixel = bytes_.data() + offset(nearest_x, nearest_y);
        for (int c = 0; c < kColours; ++c) sum[c] += weight * pixel[c];
      }
    for (int c = 0; c < kColours; ++c)
      out[c] = static_cast<std::uint8_t>((sum[c] + kOne * kOne / 2) >> (2 * kFractionBits));
  }

  std::span<const std::uint8_t> bytes_;
  int width_;
  int height_;
  Border border_;
};

template <int Channels>
image::Image sampled(const Sampler<Channels>& sampler, const std::array<double, 9>& to_image, int side_px) {
  image::Image result(side_px, side_px);
  std::array<std::uint8_t, kBlock * kColours + 1> row;
  for (int y = 0; y < side_px; ++y)
    for (int x0 = 0; x0 < side_px; x0 += kBlock) {
      const int columns = std::min(kBlock, side_px - x0);
      const Places at = places(to_image, x0, y);
      for (int i = 0; i < columns; ++i) sampler.sample(at.x[i], at.y[i], row.data() + i * kColours);
      std::memcpy(result.pixel(x0, y).data(), row.data(), static_cast<std::size_t>(columns * kColours));
    }
  return result;
}

}  // namespace

image::Image crop(const image::Image& image, const Region& region, int side_px, Border border) {
  const auto to_image = crop_to_image(region, side_px);
  if (image.format() == image::Format::kRgba) return sampled(Sampler<4>(image, border), to_image, side_px);
  return sampled(Sampler<3>(image, border), to_image, side_px);
}

void normalize(std::span<const std::uint8_t> bytes, float low, float high, std::span<float> tensor) {
  const float scale = (high - low) / 255.0F;
  for (std::size_t i = 0; i < bytes.size(); ++i) tensor[i] = static_cast<float>(bytes[i]) * scale + low;
}

}  // namespace emo3d::landmark
