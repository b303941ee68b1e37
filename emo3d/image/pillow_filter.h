#pragma once

#include <cstdint>
#include <vector>

namespace emo3d::image {

/// For each of some output samples along one axis, the input samples that make it and their weights.
template <typename Weight>
struct FilterTaps {
  struct Sample {
    int first;  ///< First input sample.
    int count;  ///< Number of input samples, at least 1.
    const Weight* weights;
  };
  [[nodiscard]] Sample sample(int i) const {
    const auto index = static_cast<std::size_t>(i);
    return {first[index], count[index], weights.data() + index * stride};
  }
  [[nodiscard]] int size() const { return static_cast<int>(first.size()); }

  std::vector<int> first;
  std::vector<int> count;
  std::vector<Weight> weights;
  std::size_t stride = 0;
};

/// Bits behind the point of fixed-point weights, as Pillow has them.
inline constexpr int kFilterBits = 22;

/// The taps of Pillow's BICUBIC (a = -0.5), widened where it shrinks, for the output samples [begin, end) of an axis
/// that is resized from `in_size` to `out_size` samples. The weights of a sample add up to 1 before rounding.
/// \pre in_size >= 1 and 0 <= begin <= end <= out_size
[[nodiscard]] FilterTaps<double> bicubic_taps(int in_size, int out_size, int begin, int end);
/// The same in whole numbers of 2^-kFilterBits.
[[nodiscard]] FilterTaps<std::int32_t> fixed_point(const FilterTaps<double>& taps);

/// a * b / 255, rounded, of samples in [0,255].
[[nodiscard]] constexpr std::uint8_t times_unit(int a, int b) {
  const int product = a * b + 128;
  return static_cast<std::uint8_t>((product + (product >> 8)) >> 8);
}

/// The input samples that Pillow's NEAREST takes for [begin, end).
[[nodiscard]] std::vector<int> nearest_samples(int in_size, int out_size, int begin, int end);

}  // namespace emo3d::image
