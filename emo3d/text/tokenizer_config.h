#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emo3d/text/added_tokens.h"

namespace emo3d::text {

/// What the small files of a Hugging Face folder say of its tokenizer.
struct TokenizerConfig {
  std::string tokenizer_class;                      ///< "BertTokenizer", without "Fast"; empty where not said.
  std::string model_type;                           ///< Of config.json; empty where not said.
  std::map<std::string, std::string> named_tokens;  ///< "unk_token" -> "[UNK]"; only those that are said.
  std::vector<AddedToken> added_tokens;             ///< Of `added_tokens_decoder`.
  std::optional<bool> do_lower_case;
  std::optional<bool> strip_accents;
  std::optional<bool> tokenize_chinese_chars;

  /// The token that the folder names `name`, else `otherwise`.
  [[nodiscard]] std::string named(const std::string& name, std::string_view otherwise) const;
};

/// Reads tokenizer_config.json, special_tokens_map.json (which it goes before) and `model_type` of config.json; what is
/// not there is not said. \throws Error kInvalidData naming file and member.
[[nodiscard]] TokenizerConfig read_tokenizer_config(const std::filesystem::path& folder);

/// Reads a tokenizer_config.json alone.
[[nodiscard]] TokenizerConfig parse_tokenizer_config(std::string_view bytes, std::string_view source);

}  // namespace emo3d::text
