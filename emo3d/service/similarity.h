#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "emo3d/base/json.h"
#include "emo3d/service/embed.h"

/// How near texts and images lie to each other.
namespace emo3d::service {

/// Cosines between each of `rows` and each text.
struct Similarity {
  std::vector<std::string> texts;
  std::vector<std::string> images;          ///< Paths; where there are none, the rows are the texts themselves.
  std::vector<std::vector<float>> cosines;  ///< [rows][texts], in [-1,1]; 0 where an embedding is all zeros.
  std::optional<float> logit_scale;         ///< Of CLIP, with images.
  /// Softmax over the texts of logit_scale * cosine: how CLIP shares each image out among the texts.
  std::vector<std::vector<float>> probabilities;  ///< [images][texts]; empty without images.
  std::vector<std::string> notes;                 ///< Texts that were cut, a cache that was not used.

  [[nodiscard]] std::span<const std::string> rows() const { return images.empty() ? texts : images; }
};

/// `on_input` is called after each text and image, on the calling thread.
/// \throws Error kInvalidArgument without a text, or with one text alone; kInvalidData naming an image that cannot be
/// read; and as embed_texts() and embed_images().
[[nodiscard]] Similarity compare(std::span<const TextLine> texts, std::span<const std::filesystem::path> images,
                                 const EmbedOptions& options, const std::function<void()>& on_input = {});

/// The texts of a row from the nearest on, at most `count` of them; of texts without images, those beside itself.
[[nodiscard]] std::vector<std::size_t> nearest_texts(const Similarity& similarity, std::size_t row, std::size_t count);

/// {"texts", "logit_scale", "rows": [{"image" or "text", "cosines", "probabilities"}]}, or with `top` instead of the
/// last two {"top": [{"text", "cosine", "probability"}]}.
[[nodiscard]] OrderedJson to_json(const Similarity& similarity, std::optional<std::size_t> top);

}  // namespace emo3d::service
