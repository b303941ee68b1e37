#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "emo3d/nn/linear.h"
#include "emo3d/nn/tfjs.h"

namespace emo3d::encode {

/// The network of the Universal Sentence Encoder Lite behind its tokenizer. Sizes come from the weights; the published
/// model has embeddings of 256, layers of 512, feed-forward layers of 1,536 and an output of 512.
class UseLiteNetwork {
 public:
  /// \throws Error as TfjsWeights and nn::Linear do, and kInvalidData naming a tensor whose shape does not fit the
  /// others.
  UseLiteNetwork(const std::filesystem::path& folder, nn::Precision precision, std::size_t max_tokens);

  struct Output {
    nn::Matrix pooled;     ///< One row per text.
    nn::Matrix embedding;  ///< One row per text.
  };
  /// `ids` are the tokens of all texts one after the other, `lengths` their numbers, each in [1, max_tokens].
  /// \throws Error kInvalidArgument for an id or length out of range.
  [[nodiscard]] Output run(std::span<const std::int32_t> ids, std::span<const std::size_t> lengths) const;

  [[nodiscard]] std::size_t vocabulary_size() const { return table_.shape[0]; }
  [[nodiscard]] std::size_t pooled_size() const { return output_layer_->inputs(); }
  [[nodiscard]] std::size_t embedding_size() const { return output_layer_->outputs(); }

 private:
  struct Norm {
    std::span<const float> gain;
    std::span<const float> bias;
  };
  /// Attention and feed-forward block, each behind a layer norm (pre-norm).
  struct Layer {
    Norm attention_norm;
    nn::Linear qkv;
    nn::Linear attention_output;
    std::optional<nn::Linear> residual;  ///< Where the layer's width differs from its input's.
    Norm feed_forward_norm;
    nn::Linear feed_forward_in;
    nn::Linear feed_forward_out;
  };

  [[nodiscard]] Layer make_layer(std::size_t index, std::size_t input_width, std::size_t width,
                                 nn::Precision precision) const;
  [[nodiscard]] nn::Matrix embed(std::span<const std::int32_t> ids, std::span<const std::size_t> lengths) const;

  nn::TfjsWeights weights_;
  nn::TensorView table_;  ///< [vocabulary, embedding], stays in the mapped file.
  nn::Matrix positions_;  ///< [max_tokens, embedding]
  std::vector<Layer> layers_;
  std::optional<nn::Linear> output_layer_;
};

}  // namespace emo3d::encode
