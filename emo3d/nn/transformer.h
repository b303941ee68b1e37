#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "emo3d/nn/tensor.h"

/// The parts of a transformer that are not linear layers, in float32 on the calling thread. Several texts lie one below
/// the other in a matrix, one token a row, without padding.
namespace emo3d::nn {

/// Each row v as gain * (v - mean) / sqrt(variance + epsilon) + bias, with the biased variance (Ba et al. 2016).
/// `gain` and `bias` have x.cols() values. \throws Error kInvalidArgument for another length.
[[nodiscard]] Matrix layer_norm(const Matrix& x, std::span<const float> gain, std::span<const float> bias,
                                float epsilon);

/// Multi-head scaled dot-product attention softmax(q k^T / sqrt(d / heads)) v (Vaswani et al. 2017) within each text.
/// A row of `qkv` is [q | k | v], each d wide, split into `heads` slices; `lengths` are the texts' numbers of rows in
/// order. The result has d columns. \throws Error kInvalidArgument where sizes do not agree.
[[nodiscard]] Matrix self_attention(const Matrix& qkv, std::span<const std::size_t> lengths, std::size_t heads);

/// One row per text: the mean of its rows. \throws Error kInvalidArgument where `lengths` do not add up or one is 0.
[[nodiscard]] Matrix mean_rows(const Matrix& x, std::span<const std::size_t> lengths);

/// Hyperbolic tangent of every value.
[[nodiscard]] Matrix tanh(Matrix x);

/// Each row divided by its length sqrt(max(sum of squares, epsilon)).
[[nodiscard]] Matrix normalize_rows(Matrix x, float epsilon);

}  // namespace emo3d::nn
