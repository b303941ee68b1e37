#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "emo3d/nn/bfloat16.h"

/// What a linear layer does beside multiplying, in loops that are compiled for several instruction sets: inputs become
/// bfloat16 or 8-bit integers, sums become outputs.
namespace emo3d::nn {

/// With kGelu x (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel 2016), within 3e-7 (1 + |x|); kQuickGelu is
/// x / (1 + e^(-1.702 x)), as CLIP has it.
enum class Activation : std::uint8_t { kNone, kRelu, kGelu, kQuickGelu };

/// As round_to_bfloat16(), faster.
void round_rows(std::span<const float> values, Bfloat16* to);

/// Each row as integers in [-127, 127] times the row's scale, rounded to nearest even: `scales` gets one number per
/// row, 0 for a row of zeros.
void quantize_rows(const float* values, std::size_t rows, std::size_t columns, std::int8_t* to, float* scales);

/// The sums of `rows` x `columns` products, dense, and where the outputs go: rows of `stride` floats.
struct Block {
  std::size_t rows = 0;
  std::size_t columns = 0;
  float* output = nullptr;
  std::size_t stride = 0;
  const float* bias = nullptr;  ///< One per column.
  Activation activation = Activation::kNone;
  bool add = false;  ///< To what the output holds.
};

/// output = activation(sum + bias) (+ output).
void finish(const Block& block, const float* sums);
/// output = activation(sum * row_scale * column_scale + bias) (+ output).
void finish(const Block& block, const std::int32_t* sums, const float* row_scales, const float* column_scales);

}  // namespace emo3d::nn
