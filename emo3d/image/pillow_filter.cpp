#include "emo3d/image/pillow_filter.h"

#include <algorithm>
#include <cmath>

namespace emo3d::image {
namespace {

constexpr double kSupport = 2.0;

/// Keys' cubic convolution with a = -0.5 (R. Keys, 1981); the order of the operations is Pillow's, as rounding shows.
double bicubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
  if (x < 2.0) return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
  return 0.0;
}

}  // namespace

FilterTaps<double> bicubic_taps(int in_size, int out_size, int begin, int end) {
  const double scale = static_cast<double>(in_size) / out_size;
  const double filter_scale = std::max(scale, 1.0);
  const double support = kSupport * filter_scale;
  const double inverse = 1.0 / filter_scale;
  const auto samples = static_cast<std::size_t>(end - begin);
  FilterTaps<double> taps{
      .first = std::vector<int>(samples),
      .count = std::vector<int>(samples),
      .weights = {},
      .stride = std::min(static_cast<std::size_t>(std::ceil(support)) * 2 + 1, static_cast<std::size_t>(in_size))};
  taps.weights.resize(samples * taps.stride);
  for (std::size_t i = 0; i < samples; ++i) {
    const double center = (begin + static_cast<int>(i) + 0.5) * scale;
    const int first = std::max(static_cast<int>(std::floor(center - support + 0.5)), 0);
    const int last = std::min(static_cast<int>(std::floor(center + support + 0.5)), in_size);
    double* weights = taps.weights.data() + i * taps.stride;
    double sum = 0;
    for (int t = 0; t < last - first; ++t) {
      weights[t] = bicubic((t + first - center + 0.5) * inverse);
      sum += weights[t];
    }
    for (int t = 0; t < last - first; ++t)
      if (sum != 0.0) weights[t] /= sum;
    taps.first[i] = first;
    taps.count[i] = last - first;
  }
  return taps;
}

FilterTaps<std::int32_t> fixed_point(const FilterTaps<double>& taps) {
  FilterTaps<std::int32_t> fixed{.first = taps.first, .count = taps.count, .weights = {}, .stride = taps.stride};
  fixed.weights.reserve(taps.weights.size());
  for (const double weight : taps.weights)
    fixed.weights.push_back(static_cast<std::int32_t>((weight < 0 ? -0.5 : 0.5) + weight * (1 << kFilterBits)));
  return fixed;
}

std::vector<int> nearest_samples(int in_size, int out_size, int begin, int end) {
  const double scale = static_cast<double>(in_size) / out_size;
  double at = scale * 0.5;
  for (int i = 0; i < begin; ++i) at += scale;  // added up as Pillow does, for the same rounding
  std::vector<int> samples;
  for (int i = begin; i < end; ++i, at += scale) samples.push_back(std::min(static_cast<int>(at), in_size - 1));
  return samples;
}

}  // namespace emo3d::image
