#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "emo3d/nn/attention.h"
#include "emo3d/nn/linear.h"
#include "emo3d/nn/tensor.h"

namespace emo3d::nn {

/// Gain and bias of a layer norm, one per column.
struct Norm {
  std::vector<float> gain;
  std::vector<float> bias;
};

/// Where a block normalises: before attention and feed-forward (CLIP, ViT), or after adding their results (BERT).
enum class NormPlace : std::uint8_t { kBefore, kAfter };

/// One block of a transformer encoder: self-attention and a feed-forward network, each with a residual and a layer norm
/// (Vaswani et al. 2017; kBefore as in Xiong et al. 2020).
class TransformerBlock {
 public:
  struct Options {
    std::size_t heads = 1;
    NormPlace norm_place = NormPlace::kBefore;
    AttentionMask mask = AttentionMask::kNone;
    float epsilon = 1e-5f;  ///< Of the layer norms.
  };
  /// For blocks d wide: `qkv` from d to 3d (queries, keys, values), `attention_output` from d to d, `feed_forward_in`
  /// with its activation from d to anything, `feed_forward_out` back to d.
  struct Layers {
    Norm attention_norm;
    Linear qkv;
    Linear attention_output;
    Norm feed_forward_norm;
    Linear feed_forward_in;
    Linear feed_forward_out;
  };

  /// \throws Error kInvalidArgument where widths do not agree or do not split into the heads.
  TransformerBlock(Layers layers, const Options& options);

  [[nodiscard]] std::size_t width() const { return layers_.qkv.inputs(); }
  /// `x` has width() columns and the rows of all texts one below the other, `lengths` of each; the result has its size.
  /// \throws Error kInvalidArgument where sizes do not agree.
  [[nodiscard]] Matrix run(Matrix x, std::span<const std::size_t> lengths, Team& team) const {
    return run(std::move(x), lengths, {}, team);
  }
  /// Only these rows of the result, where there are any: what follows attention is computed for them alone.
  /// \throws Error kInvalidArgument also for a row that `x` does not have.
  [[nodiscard]] Matrix run(Matrix x, std::span<const std::size_t> lengths, std::span<const std::size_t> wanted,
                           Team& team) const;

 private:
  Layers layers_;
  Options options_;
};

/// `x` through all blocks, as TransformerBlock::run(); of the last one only the rows `wanted`, where there are any.
[[nodiscard]] Matrix run_blocks(std::span<const TransformerBlock> blocks, Matrix x,
                                std::span<const std::size_t> lengths, std::span<const std::size_t> wanted, Team& team);

/// The same norm of every row of `x`.
[[nodiscard]] Matrix layer_norm(const Matrix& x, const Norm& norm, float epsilon, Team& team);

/// Weights and biases of several layers with the same inputs as one layer whose outputs follow each other, in float32.
/// `weights` are [outputs, inputs] each. \throws Error kInvalidArgument where their widths differ.
[[nodiscard]] Linear fused_linear(std::span<const Tensor> weights, std::span<const Tensor> biases,
                                  Linear::Options options);

}  // namespace emo3d::nn
