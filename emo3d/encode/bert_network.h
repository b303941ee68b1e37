#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "emo3d/encode/encoder_config.h"
#include "emo3d/nn/linear.h"
#include "emo3d/nn/transformer_block.h"
#include "emo3d/nn/weight_files.h"

/// BERT (Devlin et al. 2019) and XLM-RoBERTa (Conneau et al. 2020; Glot500 is one with a larger vocabulary) behind
/// token ids, from a Hugging Face folder.
namespace emo3d::encode {

/// Reads `folder`/config.json. \throws Error as parse_bert_config() does.
[[nodiscard]] BertConfig read_bert_config(const std::filesystem::path& folder);

/// Texts one after the other. Spans that are empty stand for their defaults, others are as long as `ids`.
struct BertInput {
  std::span<const std::int32_t> ids;
  std::span<const std::size_t> lengths;               ///< Tokens of each text, padding included.
  std::span<const std::int32_t> token_types = {};     ///< By default 0.
  std::span<const std::uint8_t> attention_mask = {};  ///< 0 for padding and what is not to be seen; by default 1.
};

/// One row for a text out of its tokens' rows, of those that the mask leaves.
enum class BertPooling : std::uint8_t {
  kFirst,   ///< The first one's, [CLS] or <s>.
  kMean,    ///< Their mean.
  kPooler,  ///< tanh of the trained layer "pooler.dense" over the first one.
};

class BertNetwork {
 public:
  /// Tensor names may begin with "bert." or "roberta." or neither; tensors of further heads are ignored.
  /// \throws Error kInvalidData naming file, tensor and what was expected; kUnavailable for a precision that this
  /// processor does not have.
  BertNetwork(std::shared_ptr<const nn::WeightFiles> files, const BertConfig& config, nn::Precision precision);

  /// Columns of every result.
  [[nodiscard]] std::size_t width() const { return config_.transformer.width; }
  [[nodiscard]] std::size_t vocabulary_size() const { return config_.vocabulary; }
  /// Longest text in tokens, its special tokens included.
  [[nodiscard]] std::size_t max_tokens() const;
  [[nodiscard]] bool has_pooler() const { return pooler_.has_value(); }

  struct Hidden {
    nn::Matrix rows;                   ///< One per token that the mask leaves, texts one below the other.
    std::vector<std::size_t> lengths;  ///< Rows of each text.
  };
  /// The last hidden states. The work is shared among `threads` threads (0: default_threads()). Padding, masked tokens
  /// and which texts come together change results by rounding only.
  /// \throws Error kInvalidArgument for an id, token type or length out of range, spans that do not agree, or a text of
  /// which the mask leaves nothing.
  [[nodiscard]] Hidden run(const BertInput& input, unsigned threads = 1) const;
  /// One row per text. \throws Error as run() does, and kUnavailable for kPooler where the weights have none.
  [[nodiscard]] nn::Matrix embed(const BertInput& input, BertPooling pooling, unsigned threads = 1) const;
  /// For tests and measurements: the rows of run() before the first block and after each.
  [[nodiscard]] std::vector<nn::Matrix> hidden_states(const BertInput& input) const;

 private:
  /// A token that the mask leaves, by its rows in the tables.
  struct Token {
    std::size_t id, position, type;
  };
  struct Texts {
    std::vector<Token> tokens;
    std::vector<std::size_t> lengths, starts;
  };
  [[nodiscard]] Texts checked(const BertInput& input) const;
  [[nodiscard]] nn::Matrix embedded(const Texts& texts, std::span<const std::size_t> chosen, Team& team) const;

  std::shared_ptr<const nn::WeightFiles> files_;  ///< The tables may lie in it.
  BertConfig config_;
  nn::Tensor words_, positions_, types_;
  nn::Norm embedding_norm_;
  std::vector<nn::TransformerBlock> blocks_;
  std::optional<nn::Linear> pooler_;
  std::string source_;
};

}  // namespace emo3d::encode
