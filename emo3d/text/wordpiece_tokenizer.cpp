#include "emo3d/text/wordpiece_tokenizer.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/text/code_points.h"
#include "emo3d/text/tokenizer_config.h"
#include "emo3d/text/tokenizer_json.h"

namespace emo3d::text {
namespace {

constexpr std::size_t kMaxWordCharacters = 100;
constexpr std::string_view kContinuation = "##";

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

SpecialIds special_ids_of(const WordPieceModel& model, std::string_view source) {
  return {model.vocabulary.at(model.start, source), model.vocabulary.at(model.end, source),
          model.vocabulary.at(model.pad, source)};
}

void apply(const TokenizerConfig& config, WordPieceModel& model) {
  const auto set = [](bool& setting, const std::optional<bool>& said) { setting = said.value_or(setting); };
  set(model.cleaning.lower_case, config.do_lower_case);
  set(model.cleaning.split_chinese, config.tokenize_chinese_chars);
  model.unknown = config.named("unk_token", model.unknown);
  model.start = config.named("cls_token", model.start);
  model.end = config.named("sep_token", model.end);
  model.pad = config.named("pad_token", model.pad);
  model.mask = config.named("mask_token", model.mask);
}

}  // namespace

WordPieceTokenizer::WordPieceTokenizer(WordPieceModel model, std::string_view source)
    : SubwordTokenizer(special_ids_of(model, source), {.further_ends = 0, .second_type = 1}, model.vocabulary.size()),
      vocabulary_(std::move(model.vocabulary)),
      cleaning_(model.cleaning),
      unknown_(vocabulary_.at(model.unknown, source)) {
  for (std::size_t id = 0; id < vocabulary_.size(); ++id) {
    const std::string_view token = vocabulary_.token(static_cast<std::int32_t>(id));
    longest_piece_ = std::max(longest_piece_, token.size());
    if (token.starts_with(kContinuation))
      continuations_.emplace(token.substr(kContinuation.size()), static_cast<std::int32_t>(id));
  }
  std::vector<AddedToken> added = std::move(model.added_tokens);
  for (const AddedToken& token : added)
    check(token.id >= 0 && static_cast<std::size_t>(token.id) < vocabulary_size(), ErrorCode::kInvalidData,
          "{}: the added token {} has the id {}, the vocabulary has {} tokens", source, quote(token.text), token.id,
          vocabulary_size());
  for (const std::string& name : {model.unknown, model.start, model.end, model.pad, model.mask})
    if (const std::int32_t id = vocabulary_.find(name);
        id != Vocabulary::kNone && std::ranges::find(added, name, &AddedToken::text) == added.end())
      added.push_back({.text = name, .id = id});
  added_tokens_ = AddedTokens(std::move(added), source);
}

std::unique_ptr<WordPieceTokenizer> WordPieceTokenizer::load(const std::filesystem::path& folder) {
  const TokenizerConfig config = read_tokenizer_config(folder);
  const std::filesystem::path vocabulary = folder / "vocab.txt";
  const std::filesystem::path json = folder / "tokenizer.json";
  const bool has_vocabulary = std::filesystem::exists(vocabulary);
  WordPieceModel model;
  std::optional<bool> strip_accents;
  // Old folders say in tokenizer.json alone that their letters stay as they are.
  if (!has_vocabulary || (!config.do_lower_case && std::filesystem::exists(json))) {
    TokenizerJson file = parse_tokenizer_json(read_file(json, kMaxTokenizerBytes), json.string());
    check(file.model_type == "WordPiece", ErrorCode::kInvalidData, "{}: a model of type {}, expected WordPiece",
          json.string(), file.model_type);
    model.vocabulary = std::move(file.vocabulary);
    model.added_tokens = std::move(file.added_tokens);
    model.cleaning.lower_case = file.lower_case.value_or(model.cleaning.lower_case);
    model.cleaning.split_chinese = file.split_chinese.value_or(model.cleaning.split_chinese);
    if (!file.unknown.empty()) model.unknown = file.unknown;
    strip_accents = file.strip_accents;
  }
  if (has_vocabulary) {
    model.vocabulary = parse_vocab_txt(read_file(vocabulary, kMaxTokenizerBytes), vocabulary.string());
    model.added_tokens = config.added_tokens;
  }
  apply(config, model);
  if (config.strip_accents) strip_accents = config.strip_accents;
  model.cleaning.strip_accents = strip_accents.value_or(model.cleaning.lower_case);
  return std::make_unique<WordPieceTokenizer>(std::move(model), (has_vocabulary ? vocabulary : json).string());
}

std::vector<std::int32_t> WordPieceTokenizer::encode(std::string_view utf8) const {
  check_text(utf8);
  std::vector<std::int32_t> ids;
  for (const AddedTokens::Part& part : added_tokens_.split(utf8)) {
    if (part.id != AddedTokens::kText) {
      ids.push_back(part.id);
    } else {
      for (const std::string& word : bert_words(part.text, cleaning_)) append_word(word, ids);
    }
  }
  return ids;
}

void WordPieceTokenizer::append_word(std::string_view word, std::vector<std::int32_t>& ids) const {
  const std::size_t before = ids.size();
  // The count of bytes decides first, so that a long word costs no more than a short one.
  const bool too_long = word.size() > 4 * kMaxWordCharacters || count_characters(word) > kMaxWordCharacters;
  while (!too_long && !word.empty()) {
    const bool is_first = ids.size() == before;
    std::size_t length = std::min(word.size(), longest_piece_);
    std::int32_t id = Vocabulary::kNone;
    for (; length > 0 && id == Vocabulary::kNone; --length) {
      const std::string_view piece = word.substr(0, length);
      if (is_first) {
        id = vocabulary_.find(piece);
      } else if (const auto found = continuations_.find(piece); found != continuations_.end()) {
        id = found->second;
      }
    }
    if (id == Vocabulary::kNone) break;
    ids.push_back(id);
    word.remove_prefix(length + 1);  // the loop took one off after it found the piece
  }
  if (!too_long && word.empty()) return;
  ids.resize(before);
  ids.push_back(unknown_);
}

}  // namespace emo3d::text
