#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/encode/bert_network.h"
#include "emo3d/nn/linear.h"
#include "emo3d/text/subword_tokenizer.h"

namespace emo3d::encode {

struct TextEncoderOptions {
  nn::Precision precision = nn::Precision::kFloat32;
  text::LengthPolicy length = text::LengthPolicy::kCut;  ///< For texts of more tokens than the model takes.
  /// Of BERT and XLM-RoBERTa, by default the mean; CLIP has a projection of its own and takes none.
  std::optional<BertPooling> pooling = std::nullopt;
};

/// The pooling called "cls", "mean" or "pooler". \throws Error kInvalidArgument naming these.
[[nodiscard]] BertPooling parse_pooling(std::string_view name);

/// How long a text is for an encoder.
struct TokenCount {
  std::size_t tokens = 0;  ///< Of the whole text, without start and end.
  std::size_t cut = 0;     ///< How many of them the encoder does not read.
};

/// The embeddings of texts and what became of their tokens.
struct TextEmbeddings {
  nn::Matrix rows;                  ///< One per text, not normalised.
  std::vector<std::size_t> tokens;  ///< Of each whole text, without start and end.
  std::vector<std::size_t> cut;     ///< How many of them the encoder did not read.
};

/// A text encoder of a Hugging Face model folder with its tokenizer. May be used from several threads at once.
///
///     const auto encoder = emo3d::encode::load_text_encoder("clip-vit-base-patch32");
///     const emo3d::nn::Matrix rows = encoder->embed(texts).rows;
class TextEncoder {
 public:
  TextEncoder(const TextEncoder&) = delete;
  TextEncoder& operator=(const TextEncoder&) = delete;
  virtual ~TextEncoder() = default;

  [[nodiscard]] std::size_t embedding_size() const { return embedding_size_; }
  /// Longest text in tokens, start and end counted, that is read in one piece.
  [[nodiscard]] std::size_t max_tokens() const { return max_tokens_; }
  [[nodiscard]] const TextEncoderOptions& options() const { return options_; }
  /// "projection", "cls", "mean" or "pooler".
  [[nodiscard]] std::string_view pooling() const { return pooling_; }
  /// What makes its embeddings besides weights, precision and pooling: tokenizer and length policy, for cache keys.
  [[nodiscard]] std::string preprocessing() const;

  /// What embed() makes of a text's tokens. \throws Error kInvalidArgument as embed(), without an index.
  [[nodiscard]] TokenCount count(const std::string& text) const;

  /// One row per text on `threads` threads (0: default_threads()); which texts come together changes results by
  /// rounding only. Texts that are cut into chunks have the mean of these, each weighted by its tokens.
  /// \throws Error kInvalidArgument naming the text's index: invalid UTF-8, more than 16 MiB, or too long under
  /// LengthPolicy::kError.
  [[nodiscard]] TextEmbeddings embed(std::span<const std::string> texts, unsigned threads = 0) const;

 protected:
  TextEncoder(std::unique_ptr<const text::SubwordTokenizer> tokenizer, const TextEncoderOptions& options,
              std::string_view pooling, std::size_t embedding_size, std::size_t max_tokens);

 private:
  /// One row per sequence of start, ids and end.
  [[nodiscard]] virtual nn::Matrix run(std::span<const std::int32_t> ids, std::span<const std::size_t> lengths,
                                       unsigned threads) const = 0;

  std::unique_ptr<const text::SubwordTokenizer> tokenizer_;
  TextEncoderOptions options_;
  std::string_view pooling_;
  std::size_t embedding_size_;
  std::size_t max_tokens_;
};

/// The text encoder that `model_type` of `folder`/config.json names: "clip", "bert", "roberta" or "xlm-roberta"
/// (Glot500). \throws Error kNotFound, kIo, or kInvalidData naming file, field or tensor and what was expected;
/// kInvalidArgument for a pooling that the model does not have; kUnavailable for a precision that this processor lacks.
[[nodiscard]] std::unique_ptr<const TextEncoder> load_text_encoder(const std::filesystem::path& folder,
                                                                   const TextEncoderOptions& options = {});

}  // namespace emo3d::encode
