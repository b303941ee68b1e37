#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emo3d/text/added_tokens.h"
#include "emo3d/text/vocabulary.h"

namespace emo3d::text {

/// What emo3d reads of a tokenizer.json, the one file of Hugging Face's "fast" tokenizers.
struct TokenizerJson {
  std::string model_type;  ///< "BPE" or "WordPiece".
  Vocabulary vocabulary;
  std::vector<std::pair<std::string, std::string>> merges;  ///< Of BPE, the first one first.
  std::string end_of_word;                                  ///< Of BPE: what ends the last symbol of a word.
  std::string unknown;                                      ///< The unknown token, as far as it is said.
  std::vector<AddedToken> added_tokens;
  std::optional<bool> lower_case;  ///< Of the normaliser of BERT, as the following.
  std::optional<bool> strip_accents;
  std::optional<bool> split_chinese;
};

/// Reads a tokenizer.json of a BPE or WordPiece model. \throws Error kInvalidData naming `source`, member and
/// expectation; where the model is of another kind, what is expected in its place.
[[nodiscard]] TokenizerJson parse_tokenizer_json(std::string_view bytes, std::string_view source);

}  // namespace emo3d::text
