#include "emo3d/tflite/kernels.h"

#include <bit>
#include <numeric>

#include "emo3d/base/multiversion.h"

#define EMO3D_MULTIVERSION EMO3D_FOR_PROCESSORS("avx512f", "arch=haswell", "default")

namespace emo3d::tflite {
namespace {

/// kLanes values that need not be aligned; the compilers split it into what the processor has. (clang
/// heeds the alignment of a typedef only.)
typedef float Lanes __attribute__((vector_size(kLanes * sizeof(float)), aligned(sizeof(float)), may_alias));

}  // namespace

std::vector<float> repeat_for_lanes(std::span<const float> slope) {
  std::vector<float> repeated(std::lcm(slope.size(), kLanes));
  for (std::size_t i = 0; i < repeated.size(); ++i) repeated[i] = slope[i % slope.size()];
  return repeated;
}

EMO3D_MULTIVERSION void apply_prelu(std::span<float> values, std::span<const float> slope) {
  float* const value = values.data();
  const std::size_t count = values.size(), period = slope.size();
  std::size_t i = 0;
  for (; i + period <= count; i += period) {
    for (std::size_t j = 0; j < period; j += kLanes) {
      Lanes& lanes = *reinterpret_cast<Lanes*>(value + i + j);  // auto would forget the alignment
      const Lanes x = lanes;
      const Lanes negative = x * *reinterpret_cast<const Lanes*>(&slope[j]);
      lanes = x > 0 ? x : negative;
    }
  }
  for (std::size_t j = 0; i < count; ++i, ++j) value[i] = value[i] > 0 ? value[i] : value[i] * slope[j];
}

EMO3D_MULTIVERSION void round_to_bf16(std::span<const float> values, std::span<std::uint16_t> rounded) {
  const float* const from = values.data();
  std::uint16_t* const to = rounded.data();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(from[i]);
    to[i] = static_cast<std::uint16_t>((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
  }
}

EMO3D_MULTIVERSION void depthwise_3x3(const DepthwiseRow& row) {
  Lanes filter[9];
  for (std::size_t tap = 0; tap < 9; ++tap)
    filter[tap] = *reinterpret_cast<const Lanes*>(row.filter + tap * row.filter_step);
  const Lanes bias = *reinterpret_cast<const Lanes*>(row.bias);
  const std::size_t step = row.tap_step;
  for (std::size_t i = 0; i < row.count; ++i) {
    Lanes sum = bias;
    for (std::size_t y = 0; y < 3; ++y) {
      const float* from = row.rows[y] + i * row.input_step;
      for (std::size_t x = 0; x < 3; ++x) sum += *reinterpret_cast<const Lanes*>(from + x * step) * filter[y * 3 + x];
    }
    *reinterpret_cast<Lanes*>(row.out + i * row.output_step) = sum;
  }
}

EMO3D_MULTIVERSION void largest_of_four(const float* const (&from)[4], float* out, std::size_t count) {
  const float *a = from[0], *b = from[1], *c = from[2], *d = from[3];
  for (std::size_t i = 0; i < count; ++i) {
    const float left = a[i] > b[i] ? a[i] : b[i];
    const float right = c[i] > d[i] ? c[i] : d[i];
    out[i] = left > right ? left : right;
  }
}

}  // namespace emo3d::tflite
