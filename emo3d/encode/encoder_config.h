#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "emo3d/nn/epilogue.h"

/// The `config.json` of Hugging Face model folders. Fields that are missing have the defaults of the transformers
/// library; sizes are checked against the weights when a network is built.
namespace emo3d::encode {

/// A stack of transformer blocks.
struct TransformerConfig {
  std::size_t width = 0;         ///< "hidden_size"
  std::size_t hidden_width = 0;  ///< "intermediate_size", of the feed-forward networks.
  std::size_t layers = 0;        ///< "num_hidden_layers"
  std::size_t heads = 0;         ///< "num_attention_heads"; divides the width.
  nn::Activation activation = nn::Activation::kNone;
  float epsilon = 0;  ///< "layer_norm_eps"
};

struct ClipTextConfig {
  TransformerConfig transformer;
  std::size_t vocabulary = 0;
  std::size_t positions = 0;    ///< Longest text in tokens, start and end included.
  std::int32_t end_token = -1;  ///< 2 in files of before 2023, where the highest id of a text marks its end instead.
};

struct ClipVisionConfig {
  TransformerConfig transformer;
  std::size_t image_size = 0;  ///< Pixels, both sides; a multiple of the patch's.
  std::size_t patch_size = 0;  ///< Pixels, both sides.
  std::size_t channels = 0;
};

struct ClipConfig {
  ClipTextConfig text;
  ClipVisionConfig vision;
  std::size_t embedding_size = 0;  ///< "projection_dim"
  float logit_scale = 0;           ///< "logit_scale_init_value": natural logarithm, where the weights have none.
};

/// "bert", "roberta" and "xlm-roberta" (Glot500 is one of these).
struct BertConfig {
  TransformerConfig transformer;
  std::size_t vocabulary = 0;
  std::size_t positions = 0;  ///< Rows of the position table.
  std::size_t token_types = 0;
  std::int32_t pad_token = 0;
  bool roberta_positions = false;  ///< Positions count from pad_token + 1 and skip padding.
};

/// \throws Error kInvalidData naming `source`, the field and what was expected; also for another "model_type" or an
/// activation that is not known.
[[nodiscard]] ClipConfig parse_clip_config(std::string_view json, std::string_view source);
[[nodiscard]] BertConfig parse_bert_config(std::string_view json, std::string_view source);

}  // namespace emo3d::encode
