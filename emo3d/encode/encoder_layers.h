#pragma once

#include <string>

#include "emo3d/encode/encoder_config.h"
#include "emo3d/nn/transformer_block.h"
#include "emo3d/nn/weight_files.h"

/// Layers from the tensors of a Hugging Face model. Every function throws Error kInvalidData naming file and tensor
/// where one is missing, of another shape or not finite.
namespace emo3d::encode {

/// `name`.weight and .bias, in older files .gamma and .beta.
[[nodiscard]] nn::Norm load_norm(const nn::WeightFiles& files, const std::string& name, std::size_t width);

/// `name`.weight [outputs, inputs] and `name`.bias.
[[nodiscard]] nn::Linear load_linear(const nn::WeightFiles& files, const std::string& name, std::size_t inputs,
                                     std::size_t outputs, nn::Linear::Options options);
/// `name`.weight [outputs, inputs] alone.
[[nodiscard]] nn::Linear load_projection(const nn::WeightFiles& files, const std::string& name, std::size_t inputs,
                                         std::size_t outputs, nn::Precision precision);

/// What a kind of model calls the parts of a block, without ".weight" and ".bias".
struct BlockNames {
  std::string attention_norm, query, key, value, attention_output;
  std::string feed_forward_norm, feed_forward_in, feed_forward_out;
};

/// How all blocks of a stack are built.
struct BlockKind {
  nn::NormPlace norm_place = nn::NormPlace::kBefore;
  nn::AttentionMask mask = nn::AttentionMask::kNone;
  nn::Precision precision = nn::Precision::kFloat32;
};

/// `names(i)` are those of block i. Blocks are read side by side on several threads.
[[nodiscard]] std::vector<nn::TransformerBlock> load_blocks(
    const nn::WeightFiles& files, const TransformerConfig& config, const BlockKind& kind,
    BlockNames (*names)(const std::string& prefix, std::size_t block), const std::string& prefix);

}  // namespace emo3d::encode
