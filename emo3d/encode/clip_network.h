#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "emo3d/encode/encoder_config.h"
#include "emo3d/nn/linear.h"
#include "emo3d/nn/transformer_block.h"
#include "emo3d/nn/weight_files.h"

/// The two towers of CLIP (Radford et al. 2021) behind tokens and pixels, from a Hugging Face folder of a CLIPModel.
/// Embeddings are not normalised: a text and an image agree by the cosine between theirs.
namespace emo3d::encode {

/// Reads `folder`/config.json. \throws Error as parse_clip_config() does.
[[nodiscard]] ClipConfig read_clip_config(const std::filesystem::path& folder);

/// What cosines are multiplied by before a softmax: e to the power of the tensor "logit_scale", or of the
/// configuration's initial value where there is none. \throws Error kInvalidData.
[[nodiscard]] float clip_logit_scale(const nn::WeightFiles& files, const ClipConfig& config);

/// Token ids -> embeddings. Each text is evaluated up to its end token only: nothing behind it can change the result.
class ClipTextNetwork {
 public:
  /// \throws Error kInvalidData naming file, tensor and what was expected; kUnavailable for a precision that this
  /// processor does not have.
  ClipTextNetwork(std::shared_ptr<const nn::WeightFiles> files, const ClipConfig& config, nn::Precision precision);

  [[nodiscard]] std::size_t embedding_size() const { return projection_.outputs(); }
  [[nodiscard]] std::size_t vocabulary_size() const { return config_.vocabulary; }
  [[nodiscard]] std::size_t max_tokens() const { return config_.positions; }

  /// One row of embedding_size() values per text. `ids` are all texts' tokens one after the other, with start and end
  /// token, padded behind it or not; `lengths` are their numbers, each in [1, max_tokens()]. The work is shared among
  /// `threads` threads (0: default_threads()); which texts come together changes results by rounding only.
  /// \throws Error kInvalidArgument for an id or length out of range or a text without end token.
  [[nodiscard]] nn::Matrix run(std::span<const std::int32_t> ids, std::span<const std::size_t> lengths,
                               unsigned threads = 1) const;
  /// For tests and measurements: one text's rows up to its end token after the embedding, after each block, and after
  /// the final norm.
  [[nodiscard]] std::vector<nn::Matrix> hidden_states(std::span<const std::int32_t> ids) const;

 private:
  [[nodiscard]] std::size_t tokens_up_to_end(std::span<const std::int32_t> ids) const;
  void embed(std::span<const std::int32_t> ids, nn::Matrix& x, std::size_t first_row) const;

  std::shared_ptr<const nn::WeightFiles> files_;  ///< The table may lie in it.
  ClipTextConfig config_;
  nn::Tensor table_;      ///< [vocabulary, width]
  nn::Tensor positions_;  ///< [positions, width]
  std::vector<nn::TransformerBlock> blocks_;
  nn::Norm final_norm_;
  nn::Linear projection_;
};

/// Pixels -> embeddings.
class ClipVisionNetwork {
 public:
  /// \throws Error as ClipTextNetwork does.
  ClipVisionNetwork(const nn::WeightFiles& files, const ClipConfig& config, nn::Precision precision);

  [[nodiscard]] std::size_t embedding_size() const { return projection_.outputs(); }
  /// Pixels on each side of an image.
  [[nodiscard]] std::size_t image_size() const { return config_.image_size; }
  [[nodiscard]] std::size_t channels() const { return config_.channels; }

  /// One row of embedding_size() values per image. `pixels` are preprocessed values [images, channels(), image_size(),
  /// image_size()] row-major; `threads` as for texts.
  /// \throws Error kInvalidArgument where their number is no multiple of an image's.
  [[nodiscard]] nn::Matrix run(std::span<const float> pixels, unsigned threads = 1) const;
  /// For tests and measurements: one image's rows (class token, then patches row by row) after the first norm and after
  /// each block.
  [[nodiscard]] std::vector<nn::Matrix> hidden_states(std::span<const float> pixels) const;

 private:
  [[nodiscard]] std::size_t patches() const;
  [[nodiscard]] std::size_t pixels_per_image() const;
  /// The rows that enter the first block, of several images one below the other.
  [[nodiscard]] nn::Matrix embed(std::span<const float> pixels, std::span<const std::size_t> images, Team& team) const;

  ClipVisionConfig config_;
  nn::Linear patch_embedding_;  ///< From the values of a patch [channels, rows, columns].
  std::vector<float> class_embedding_;
  nn::Tensor positions_;  ///< [1 + patches, width]
  nn::Norm first_norm_;
  std::vector<nn::TransformerBlock> blocks_;
  nn::Norm class_norm_;
  nn::Linear projection_;
};

}  // namespace emo3d::encode
