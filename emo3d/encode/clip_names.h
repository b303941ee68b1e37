#pragma once

#include <fmt/format.h>

#include <string>

#include "emo3d/encode/encoder_layers.h"

namespace emo3d::encode {

/// The tensors of one block of a CLIPModel's tower `prefix` ("text_model.").
[[nodiscard]] inline BlockNames clip_block_names(const std::string& prefix, std::size_t block) {
  const std::string layer = fmt::format("{}encoder.layers.{}.", prefix, block);
  return {.attention_norm = layer + "layer_norm1",
          .query = layer + "self_attn.q_proj",
          .key = layer + "self_attn.k_proj",
          .value = layer + "self_attn.v_proj",
          .attention_output = layer + "self_attn.out_proj",
          .feed_forward_norm = layer + "layer_norm2",
          .feed_forward_in = layer + "mlp.fc1",
          .feed_forward_out = layer + "mlp.fc2"};
}

}  // namespace emo3d::encode
