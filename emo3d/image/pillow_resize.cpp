#include "emo3d/image/pillow_resize.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "emo3d/base/error.h"
#include "emo3d/image/pillow_filter.h"
#include "emo3d/image/pillow_passes.h"

namespace emo3d::image {
namespace {

/// Some rows of a picture.
struct Rows {
  int begin;
  int end;
};

Rows rows_used(const FilterTaps<double>& taps) {
  Rows rows{taps.first.front(), taps.first.front()};
  for (int i = 0; i < taps.size(); ++i) rows.end = std::max(rows.end, taps.sample(i).first + taps.sample(i).count);
  return rows;
}

/// Takes the samples at `columns` and `rows`.
PillowImage pick(const PillowImage& image, std::span<const int> columns, std::span<const int> rows) {
  PillowImage out{.mode = image.mode,
                  .width = static_cast<int>(columns.size()),
                  .height = static_cast<int>(rows.size()),
                  .palette = image.palette};
  const auto take = [&](const auto& in, auto& to, std::size_t per_pixel) {
    if (in.empty()) return;
    to.resize(columns.size() * rows.size() * per_pixel);
    auto* next = to.data();
    for (const int y : rows)
      for (const int x : columns) {
        const auto at =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x);
        next = std::copy_n(in.data() + at * per_pixel, per_pixel, next);
      }
  };
  take(image.samples, out.samples, static_cast<std::size_t>(channels(image.mode)));
  take(image.integers, out.integers, 1);
  return out;
}

std::vector<int> consecutive(int begin, int count) {
  std::vector<int> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), begin);
  return numbers;
}

/// Multiplies the colours of these rows by their alpha, which is the last of `channel_count` samples. Rows outside
/// stay.
void premultiply(std::span<std::uint8_t> samples, std::size_t channel_count) {
  for (std::size_t i = 0; i < samples.size(); i += channel_count)
    for (std::size_t c = 0; c + 1 < channel_count; ++c)
      samples[i + c] = times_unit(samples[i + c], samples[i + channel_count - 1]);
}

void unpremultiply(std::span<std::uint8_t> samples, std::size_t channel_count) {
  for (std::size_t i = 0; i < samples.size(); i += channel_count) {
    const int alpha = samples[i + channel_count - 1];
    if (alpha == 0 || alpha == 255) continue;
    for (std::size_t c = 0; c + 1 < channel_count; ++c)
      samples[i + c] = static_cast<std::uint8_t>(std::min(255 * samples[i + c] / alpha, 255));
  }
}

/// Bicubic over 8-bit samples.
std::vector<std::uint8_t> resample(const PillowImage& image, const std::uint8_t* samples, int width, int height,
                                   PixelBox box) {
  const auto channel_count = static_cast<std::size_t>(channels(image.mode));
  const FilterTaps<double> down = bicubic_taps(image.height, height, box.top, box.top + box.height);
  // Where an axis keeps its size, Pillow leaves its pass out, which makes no difference: all weights but one are 0
  // then.
  const Rows rows = rows_used(down);
  const auto row_bytes = static_cast<std::size_t>(image.width) * channel_count;
  const ByteRows source{samples + static_cast<std::size_t>(rows.begin) * row_bytes, row_bytes, rows.end - rows.begin};
  const FilterTaps<double> across = bicubic_taps(image.width, width, box.left, box.left + box.width);
  const PaddedRows between = filter_across(source, channel_count, fixed_point(across));
  return filter_down(between, rows.begin, fixed_point(down));
}

/// Bicubic over 32-bit samples, which Pillow weighs in floating point and rounds after each pass.
std::vector<std::int32_t> resample_integers(const PillowImage& image, int width, int height, PixelBox box) {
  const FilterTaps<double> across = bicubic_taps(image.width, width, box.left, box.left + box.width);
  const FilterTaps<double> down = bicubic_taps(image.height, height, box.top, box.top + box.height);
  const Rows rows = rows_used(down);
  const auto in_width = static_cast<std::size_t>(image.width), out_width = static_cast<std::size_t>(box.width);
  const auto weigh = [](const std::int32_t* in, std::size_t stride, FilterTaps<double>::Sample taps) {
    double sum = 0;
    for (int t = 0; t < taps.count; ++t) sum += in[static_cast<std::size_t>(t) * stride] * taps.weights[t];
    return static_cast<std::int32_t>(sum >= 0 ? std::floor(sum + 0.5) : -std::floor(std::abs(sum) + 0.5));
  };
  std::vector<std::int32_t> between;
  for (int y = rows.begin; y < rows.end; ++y)
    for (int x = 0; x < box.width; ++x) {
      const auto taps = across.sample(x);
      const std::size_t at = static_cast<std::size_t>(y) * in_width + static_cast<std::size_t>(taps.first);
      between.push_back(weigh(image.integers.data() + at, 1, taps));
    }
  std::vector<std::int32_t> out;
  for (int y = 0; y < box.height; ++y)
    for (std::size_t x = 0; x < out_width; ++x) {
      const auto taps = down.sample(y);
      const std::size_t at = static_cast<std::size_t>(taps.first - rows.begin) * out_width + x;
      out.push_back(weigh(between.data() + at, out_width, taps));
    }
  return out;
}

void check_sizes(int width, int height, PixelBox box) {
  check(width >= 1 && height >= 1 && width <= kMaxResizedSide && height <= kMaxResizedSide, ErrorCode::kInvalidArgument,
        "resizing: {} x {} is not in [1,{}]", width, height, kMaxResizedSide);
  check(box.left >= 0 && box.top >= 0 && box.width >= 1 && box.height >= 1 && box.width <= width - box.left &&
            box.height <= height - box.top && box.width <= kMaxSide && box.height <= kMaxSide,
        ErrorCode::kInvalidArgument, "resizing: the part {} x {} at ({}, {}) is not one of {} x {}", box.width,
        box.height, box.left, box.top, width, height);
}

}  // namespace

PillowImage pillow_resize(const PillowImage& image, int width, int height, PixelBox box) {
  check_sizes(width, height, box);
  if (width == image.width && height == image.height)
    return pick(image, consecutive(box.left, box.width), consecutive(box.top, box.height));
  if (image.mode == PillowMode::kPalette || image.mode == PillowMode::kBilevel)
    return pick(image, nearest_samples(image.width, width, box.left, box.left + box.width),
                nearest_samples(image.height, height, box.top, box.top + box.height));
  PillowImage out{.mode = image.mode, .width = box.width, .height = box.height};
  if (image.mode == PillowMode::kInteger) {
    out.integers = resample_integers(image, width, height, box);
  } else if (image.mode == PillowMode::kRgba || image.mode == PillowMode::kGreyAlpha) {
    const auto channel_count = static_cast<std::size_t>(channels(image.mode));
    std::vector<std::uint8_t> samples = image.samples;
    premultiply(samples, channel_count);
    out.samples = resample(image, samples.data(), width, height, box);
    unpremultiply(out.samples, channel_count);
  } else {
    out.samples = resample(image, image.samples.data(), width, height, box);
  }
  return out;
}

PillowImage pillow_resize(const PillowImage& image, int width, int height) {
  return pillow_resize(image, width, height, {0, 0, width, height});
}

}  // namespace emo3d::image
