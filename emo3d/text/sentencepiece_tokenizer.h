#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "emo3d/text/added_tokens.h"
#include "emo3d/text/subword_tokenizer.h"

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace emo3d::text {

/// XLM-RoBERTa's tokenizer (Glot500's too): libsentencepiece's unigram model with fairseq's ids, which put <s>, <pad>,
/// </s> and <unk> at 0 to 3, move all other pieces up by one and <mask> to the end.
class SentencePieceTokenizer : public SubwordTokenizer {
 public:
  /// `model`: the bytes of a sentencepiece.bpe.model. `added_tokens` are found in texts beside the five special ones.
  /// \throws Error kInvalidData naming `source`: see check_sentencepiece_model(), and where an added token's id is not
  /// below the vocabulary's size.
  SentencePieceTokenizer(std::string_view model, std::vector<AddedToken> added_tokens, std::string_view source);
  SentencePieceTokenizer(SentencePieceTokenizer&&) = delete;
  ~SentencePieceTokenizer() override;

  /// Reads sentencepiece.bpe.model, and the added tokens of tokenizer_config.json.
  /// \throws Error kNotFound, or kInvalidData naming file and place.
  [[nodiscard]] static std::unique_ptr<SentencePieceTokenizer> load(const std::filesystem::path& folder);

  [[nodiscard]] std::vector<std::int32_t> encode(std::string_view utf8) const override;

  /// The same without looking for special tokens in the text: they are split as any characters.
  [[nodiscard]] std::vector<std::int32_t> encode_plain(std::string_view utf8) const;

 private:
  void append(std::string_view utf8, std::vector<std::int32_t>& ids) const;

  std::unique_ptr<sentencepiece::SentencePieceProcessor> processor_;
  AddedTokens added_tokens_;
};

}  // namespace emo3d::text
