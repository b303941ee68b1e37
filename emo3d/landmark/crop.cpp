#include "emo3d/landmark/crop.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "emo3d/landmark/perspective.h"

namespace emo3d::landmark {
namespace {

// Vector extensions of GCC and Clang, as in render/lanes.h: each lane is exactly the scalar operation.
using Double2 = double __attribute__((vector_size(16)));
using Int4 = std::int32_t __attribute__((vector_size(16)));

constexpr int kFractionBits = 5;  // places are whole numbers of 1/32 px
constexpr int kOne = 1 << kFractionBits;
constexpr int kHalf = kOne * kOne / 2;
constexpr int kBlock = 64;  // columns whose places OpenCV computes from one start
constexpr int kColours = 3;

/// Places in an image, in 1/32 px.
struct Places {
  std::array<std::int32_t, kBlock> x;
  std::array<std::int32_t, kBlock> y;
};

/// Two nearest whole numbers, ties to even, of values limited to +-2^30; NaN becomes the lower limit. In the lower half
/// of each lane.
Int4 rounded(Double2 value) {
  constexpr double kLimit = 1 << 30;
  constexpr double kShift = 0x1.8p52;  // brings the whole part into the low bits
  const Double2 lowest = Double2{} - kLimit;
  const Double2 highest = Double2{} + kLimit;
  value = value > lowest ? value : lowest;
  value = value < highest ? value : highest;
  return reinterpret_cast<Int4>(value + kShift);
}

void store_lower(Int4 first, Int4 second, std::int32_t* to) {
  const Int4 lower = __builtin_shufflevector(first, second, 0, 2, 4, 6);
  std::memcpy(to, &lower, sizeof lower);
}

/// Where the crop's pixels from column `x0` on in row `y` lie. The order of operations is OpenCV's.
Places places(const std::array<double, 9>& m, int x0, int y) {
  const double start_x = m[0] * x0 + m[1] * y + m[2];
  const double start_y = m[3] * x0 + m[4] * y + m[5];
  const double start_w = m[6] * x0 + m[7] * y + m[8];
  const auto two = [&](Double2 column, double start, double step) {
    const Double2 scale = static_cast<double>(kOne) / (start_w + m[6] * column);
    return rounded((start + step * column) * scale);
  };
  Places result;
  Double2 first = {0, 1};
  for (std::size_t i = 0; i < kBlock; i += 4, first += 4.0) {
    const Double2 second = first + 2.0;
    store_lower(two(first, start_x, m[0]), two(second, start_x, m[0]), result.x.data() + i);
    store_lower(two(first, start_y, m[3]), two(second, start_y, m[3]), result.y.data() + i);
  }
  return result;
}

/// Bilinear samples of an image with `Channels` bytes in a pixel, of which the first three count.
template <int Channels>
class Sampler {
 public:
  Sampler(const image::Image& image, Border border)
      : bytes_(image.bytes()),
        stride_(static_cast<std::size_t>(image.width()) * Channels),
        width_(image.width()),
        height_(image.height()),
        last_x_(static_cast<unsigned>(image.width() - 1)),
        last_y_(static_cast<unsigned>(image.height() - 1)),
        border_(border) {}

  /// Writes three bytes at `out`, and one beyond that has no meaning.
  void sample(std::int32_t place_x, std::int32_t place_y, std::uint8_t* out) const {
    const int x = place_x >> kFractionBits;
    const int y = place_y >> kFractionBits;
    const int fx = place_x & (kOne - 1);
    const int fy = place_y & (kOne - 1);
#ifdef __SSE2__
    if (static_cast<unsigned>(x) < last_x_ && static_cast<unsigned>(y) < last_y_) {
      const std::uint8_t* above = bytes_.data() + offset(x, y);
      const std::uint8_t* below = above + stride_;
      if (below + kLoaded <= bytes_.data() + bytes_.size()) return inside(above, below, fx, fy, out);
    }
#endif
    at_border(x, y, fx, fy, out);
  }

 private:
  [[nodiscard]] std::size_t offset(int x, int y) const {
    return static_cast<std::size_t>(y) * stride_ + static_cast<std::size_t>(x) * Channels;
  }

#ifdef __SSE2__
  static constexpr std::size_t kLoaded = 8;  // bytes of a row that are read for two pixels

  static __m128i load(const std::uint8_t* pixels) {
    return _mm_unpacklo_epi8(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(pixels)), _mm_setzero_si128());
  }

  /// The same as at_border() with all four pixels inside, in lanes.
  static void inside(const std::uint8_t* above, const std::uint8_t* below, int fx, int fy, std::uint8_t* out) {
    const __m128i upper = load(above);
    const __m128i step = _mm_mullo_epi16(_mm_sub_epi16(load(below), upper), _mm_set1_epi16(static_cast<short>(fy)));
    const __m128i column = _mm_add_epi16(_mm_slli_epi16(upper, kFractionBits), step);
    const __m128i pairs = _mm_unpacklo_epi16(column, _mm_srli_si128(column, 2 * Channels));
    const __m128i sum = _mm_madd_epi16(pairs, _mm_set1_epi32((kOne - fx) | fx << 16));
    const __m128i mean = _mm_srli_epi32(_mm_add_epi32(sum, _mm_set1_epi32(kHalf)), 2 * kFractionBits);
    const __m128i words = _mm_packs_epi32(mean, mean);
    const int pixel = _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
    std::memcpy(out, &pixel, sizeof pixel);
  }
#endif

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
    for (int c = 0; c < kColours; ++c) out[c] = static_cast<std::uint8_t>((sum[c] + kHalf) >> (2 * kFractionBits));
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t stride_;
  int width_;
  int height_;
  unsigned last_x_;
  unsigned last_y_;
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
