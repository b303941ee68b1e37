#include "emo3d/text/tokenizer_json.h"

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"
#include "emo3d/text/added_token_json.h"

namespace emo3d::text {
namespace {

std::vector<NumberedToken> parse_tokens(const Json& vocab, std::string_view source) {
  check(vocab.is_object() && vocab.size() <= kMaxVocabulary, ErrorCode::kInvalidData,
        "{}: \"vocab\" must be an object of at most {} tokens and their ids", source, kMaxVocabulary);
  std::vector<NumberedToken> tokens;
  tokens.reserve(vocab.size());
  for (const auto& [token, id] : vocab.items()) {
    check(id.is_number_unsigned(), ErrorCode::kInvalidData, "{}: the id of {} must be a non-negative integer", source,
          quote(token));
    tokens.push_back({token, id.get<std::uint64_t>()});
  }
  return tokens;
}

/// A merge is "a b" or, since 2024, ["a", "b"].
std::pair<std::string, std::string> parse_merge(const Json& merge, std::size_t index, std::string_view source) {
  if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string())
    return {merge[0].get<std::string>(), merge[1].get<std::string>()};
  const std::string text = merge.is_string() ? merge.get<std::string>() : std::string();
  const std::size_t blank = text.find(' ');
  check(blank != std::string::npos, ErrorCode::kInvalidData, "{}: merge {} is not two symbols", source, index);
  return {text.substr(0, blank), text.substr(blank + 1)};
}

std::string optional_string(const Json& object, const char* key, std::string_view source) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? std::string() : string_member(object, key, source);
}

std::optional<bool> optional_bool(const Json& object, const char* key, std::string_view source) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  check(found->is_boolean(), ErrorCode::kInvalidData, "{}: \"{}\" must be true, false or null", source, key);
  return found->get<bool>();
}

/// WordPiece models are cleaned and split as BERT's: anything else that tokenizer.json may ask for would give other
/// ids.
void check_word_pieces(const Json& json, const Json& model, std::string_view source) {
  const auto check_type = [&](const char* step, std::string_view expected) {
    const auto found = json.find(step);
    const std::string type = found != json.end() && found->is_object() ? optional_string(*found, "type", source) : "";
    check(type == expected, ErrorCode::kInvalidData, "{}: \"{}\" of type {}, expected {}", source, step, quote(type),
          expected);
  };
  check_type("normalizer", "BertNormalizer");
  check_type("pre_tokenizer", "BertPreTokenizer");
  const std::string prefix = optional_string(model, "continuing_subword_prefix", source);
  check(prefix.empty() || prefix == "##", ErrorCode::kInvalidData,
        "{}: \"continuing_subword_prefix\" is {}, expected \"##\"", source, quote(prefix));
}

}  // namespace

TokenizerJson parse_tokenizer_json(std::string_view bytes, std::string_view source) {
  const Json json = parse_json(bytes, source);
  const Json& model = member(json, "model", source);
  TokenizerJson result;
  result.model_type = string_member(model, "type", source);
  check(result.model_type != "Unigram", ErrorCode::kInvalidData,
        "{}: a unigram model is read from sentencepiece.bpe.model, expected that file beside this one", source);
  check(result.model_type == "BPE" || result.model_type == "WordPiece", ErrorCode::kInvalidData,
        "{}: a model of type {}, expected BPE or WordPiece", source, quote(result.model_type));
  std::vector<NumberedToken> tokens = parse_tokens(member(model, "vocab", source), source);

  if (const auto added = json.find("added_tokens"); added != json.end()) {
    check(added->is_array() && added->size() <= kMaxVocabulary, ErrorCode::kInvalidData,
          "{}: \"added_tokens\" must be an array", source);
    for (const Json& entry : *added) {
      const std::size_t id = size_member(entry, "id", source);
      check(id < kMaxVocabulary, ErrorCode::kInvalidData, "{}: an added token of id {}, expected below {}", source, id,
            kMaxVocabulary);
      result.added_tokens.push_back(parse_added_token(entry, id, source));
      const std::string& text = result.added_tokens.back().text;
      if (!model["vocab"].contains(text)) tokens.push_back({text, id});
    }
  }
  result.vocabulary = make_vocabulary(std::move(tokens), source);
  for (const AddedToken& token : result.added_tokens)
    check(result.vocabulary.find(token.text) == token.id, ErrorCode::kInvalidData,
          "{}: the added token {} has two ids, {} and {}", source, quote(token.text), token.id,
          result.vocabulary.find(token.text));

  if (result.model_type == "BPE") {
    const Json& merges = member(model, "merges", source);
    check(merges.is_array() && merges.size() <= kMaxVocabulary, ErrorCode::kInvalidData,
          "{}: \"merges\" must be an array of at most {}", source, kMaxVocabulary);
    result.merges.reserve(merges.size());
    for (const Json& merge : merges) result.merges.push_back(parse_merge(merge, result.merges.size(), source));
    result.end_of_word = optional_string(model, "end_of_word_suffix", source);
  }
  result.unknown = optional_string(model, "unk_token", source);
  if (result.model_type == "WordPiece") check_word_pieces(json, model, source);
  if (const auto normalizer = json.find("normalizer"); normalizer != json.end() && normalizer->is_object()) {
    result.lower_case = optional_bool(*normalizer, "lowercase", source);
    result.strip_accents = optional_bool(*normalizer, "strip_accents", source);
    result.split_chinese = optional_bool(*normalizer, "handle_chinese_chars", source);
  }
  return result;
}

}  // namespace emo3d::text
