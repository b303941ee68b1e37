#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Loops for what oneDNN does slowly or not at all, compiled for several instruction sets where the compiler can.
namespace emo3d::tflite {

/// Values that the loops take at a time, whatever the processor's vectors hold.
constexpr std::size_t kLanes = 16;

/// `slope` (one value a channel) repeated until whole groups of kLanes begin again at channel 0.
[[nodiscard]] std::vector<float> repeat_for_lanes(std::span<const float> slope);

/// values[i] = values[i] > 0 ? values[i] : values[i] * slope[i % slope.size()]; `slope` from repeat_for_lanes().
void apply_prelu(std::span<float> values, std::span<const float> slope);

/// Rounds finite values to the nearest bfloat16 (the upper half of a float32), ties to even; `rounded` has as many.
void round_to_bf16(std::span<const float> values, std::span<std::uint16_t> rounded);

/// kLanes channels of one row of a 3 x 3 depthwise convolution.
struct DepthwiseRow {
  const float* rows[3];  ///< The three rows of the input at the first output's window.
  const float* filter;   ///< The first tap's values; the next tap's are `filter_step` further on.
  const float* bias;
  float* out;
  std::size_t count;       ///< Outputs.
  std::size_t input_step;  ///< From one output's window to the next.
  std::size_t tap_step;    ///< From one column of a window to the next.
  std::size_t output_step;
  std::size_t filter_step;
};
void depthwise_3x3(const DepthwiseRow& row);

/// out[i] = the largest of a[i], b[i], c[i], d[i] for `count` values.
void largest_of_four(const float* const (&from)[4], float* out, std::size_t count);

}  // namespace emo3d::tflite
