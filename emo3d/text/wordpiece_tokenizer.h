#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "emo3d/text/added_tokens.h"
#include "emo3d/text/bert_words.h"
#include "emo3d/text/subword_tokenizer.h"
#include "emo3d/text/vocabulary.h"

namespace emo3d::text {

/// What a WordPiece tokenizer is made of.
struct WordPieceModel {
  Vocabulary vocabulary;
  BertCleaning cleaning;
  std::string unknown = "[UNK]";
  std::string start = "[CLS]";
  std::string end = "[SEP]";
  std::string pad = "[PAD]";
  std::string mask = "[MASK]";  ///< The one that a vocabulary may lack.
  std::vector<AddedToken> added_tokens;
};

/// BERT's tokenizer: words (bert_words.h), each split into the longest pieces of the vocabulary from left to right. A
/// word that has no such split, or is longer than 100 characters, gives one unknown id.
class WordPieceTokenizer : public SubwordTokenizer {
 public:
  /// \throws Error kInvalidData naming `source` where the vocabulary lacks one of the special tokens.
  WordPieceTokenizer(WordPieceModel model, std::string_view source);

  /// Reads vocab.txt with the settings of tokenizer_config.json, else tokenizer.json. What no file says is as for
  /// "bert-base-uncased". \throws Error kNotFound, or kInvalidData naming file and place.
  [[nodiscard]] static std::unique_ptr<WordPieceTokenizer> load(const std::filesystem::path& folder);

  [[nodiscard]] std::vector<std::int32_t> encode(std::string_view utf8) const override;

 private:
  void append_word(std::string_view word, std::vector<std::int32_t>& ids) const;

  Vocabulary vocabulary_;
  std::unordered_map<std::string_view, std::int32_t> continuations_;  ///< Pieces that began with "##", without it.
  std::size_t longest_piece_ = 0;                                     ///< Bytes.
  BertCleaning cleaning_;
  AddedTokens added_tokens_;
  std::int32_t unknown_;
};

}  // namespace emo3d::text
