#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "emo3d/base/team.h"
#include "emo3d/nn/tensor.h"

/// The parts of a transformer that are neither linear layers nor attention, in float32, on the calling thread unless a
/// team is given. Several texts lie one below
/// the other in a matrix, one token a row, without padding.
namespace emo3d::nn {

/// Each row v as gain * (v - mean) / sqrt(variance + epsilon) + bias, with the biased variance (Ba et al. 2016).
/// `gain` and `bias` have x.cols() values. \throws Error kInvalidArgument for another length.
[[nodiscard]] Matrix layer_norm(const Matrix& x, std::span<const float> gain, std::span<const float> bias,
                                float epsilon);
[[nodiscard]] Matrix layer_norm(const Matrix& x, std::span<const float> gain, std::span<const float> bias,
                                float epsilon, Team& team);

/// \throws Error kInvalidArgument where `lengths` do not add up to the rows of `x` or one is 0.
void check_lengths(const Matrix& x, std::span<const std::size_t> lengths);

/// One row per text: the mean of its rows. \throws Error as check_lengths() does.
[[nodiscard]] Matrix mean_rows(const Matrix& x, std::span<const std::size_t> lengths);

/// Hyperbolic tangent of every value.
[[nodiscard]] Matrix tanh(Matrix x);

/// Each row divided by its length sqrt(max(sum of squares, epsilon)).
[[nodiscard]] Matrix normalize_rows(Matrix x, float epsilon);

}  // namespace emo3d::nn
