#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "emo3d/base/team.h"
#include "emo3d/nn/tensor.h"

namespace emo3d::nn {

/// What a token attends to within its text: all tokens, or itself and those before it. Padding needs no mask: padded
/// and masked tokens are not in the matrix at all.
enum class AttentionMask : std::uint8_t { kNone, kCausal };

/// Multi-head scaled dot-product attention softmax(q k^T / sqrt(d / heads)) v (Vaswani et al. 2017) within each text,
/// in float32. Texts lie one below the other, one token a row. A row of `qkv` is [q | k | v], each d wide, split into
/// `heads` slices; `lengths` are the texts' numbers of rows in order. The result has d columns.
/// \throws Error kInvalidArgument where sizes do not agree.
[[nodiscard]] Matrix self_attention(const Matrix& qkv, std::span<const std::size_t> lengths, std::size_t heads,
                                    AttentionMask mask, Team& team);
/// The same without a mask, on the calling thread.
[[nodiscard]] Matrix self_attention(const Matrix& qkv, std::span<const std::size_t> lengths, std::size_t heads);

}  // namespace emo3d::nn
