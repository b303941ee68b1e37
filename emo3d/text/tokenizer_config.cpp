#include "emo3d/text/tokenizer_config.h"

#include <algorithm>
#include <charconv>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/text/added_token_json.h"
#include "emo3d/text/vocabulary.h"

namespace emo3d::text {
namespace {

std::optional<bool> optional_bool(const Json& object, const char* key, std::string_view source) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  check(found->is_boolean(), ErrorCode::kInvalidData, "{}: \"{}\" must be true, false or null", source, key);
  return found->get<bool>();
}

std::string optional_string(const Json& object, const char* key, std::string_view source) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  check(found->is_string(), ErrorCode::kInvalidData, "{}: \"{}\" must be a string", source, key);
  return found->get<std::string>();
}

void check_object(const Json& json, std::string_view source) {
  check(json.is_object(), ErrorCode::kInvalidData, "{}: expected an object", source);
}

/// Takes "..._token": either a string or {"content": string}. Names that are known already stay.
void take_named_tokens(const Json& json, std::string_view source, TokenizerConfig& config) {
  for (const auto& [key, value] : json.items()) {
    if (!key.ends_with("_token") || value.is_null() || value.is_boolean()) continue;
    std::string token;
    if (value.is_object()) {
      token = string_member(value, "content", source);
    } else {
      token = optional_string(json, key.c_str(), source);
    }
    config.named_tokens.emplace(key, std::move(token));
  }
}

void take_added_tokens(const Json& json, std::string_view source, TokenizerConfig& config) {
  const auto found = json.find("added_tokens_decoder");
  if (found == json.end() || found->is_null()) return;
  check_object(*found, source);
  for (const auto& [key, value] : found->items()) {
    std::size_t id = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
    check(error == std::errc() && end == key.data() + key.size() && id < kMaxVocabulary, ErrorCode::kInvalidData,
          "{}: \"added_tokens_decoder\" has {} where an id is expected", source, quote(key));
    config.added_tokens.push_back(parse_added_token(value, id, source));
  }
}

}  // namespace

std::string TokenizerConfig::named(const std::string& name, std::string_view otherwise) const {
  const auto found = named_tokens.find(name);
  return found == named_tokens.end() ? std::string(otherwise) : found->second;
}

TokenizerConfig parse_tokenizer_config(std::string_view bytes, std::string_view source) {
  const Json json = parse_json(bytes, source);
  check_object(json, source);
  TokenizerConfig config;
  config.tokenizer_class = optional_string(json, "tokenizer_class", source);
  if (config.tokenizer_class.ends_with("Fast")) config.tokenizer_class.resize(config.tokenizer_class.size() - 4);
  config.do_lower_case = optional_bool(json, "do_lower_case", source);
  config.strip_accents = optional_bool(json, "strip_accents", source);
  config.tokenize_chinese_chars = optional_bool(json, "tokenize_chinese_chars", source);
  take_named_tokens(json, source, config);
  take_added_tokens(json, source, config);
  return config;
}

TokenizerConfig read_tokenizer_config(const std::filesystem::path& folder) {
  constexpr std::size_t kMaxBytes = std::size_t{16} << 20;
  TokenizerConfig config;
  if (const auto path = folder / "tokenizer_config.json"; std::filesystem::exists(path))
    config = parse_tokenizer_config(read_file(path, kMaxBytes), path.string());
  if (const auto path = folder / "special_tokens_map.json"; std::filesystem::exists(path)) {
    const Json json = read_json(path, kMaxBytes);
    check_object(json, path.string());
    take_named_tokens(json, path.string(), config);
  }
  if (const auto path = folder / "config.json"; std::filesystem::exists(path)) {
    const Json json = read_json(path, kMaxBytes);
    check_object(json, path.string());
    config.model_type = optional_string(json, "model_type", path.string());
  }
  return config;
}

}  // namespace emo3d::text
