#include "emo3d/text/sentencepiece_tokenizer.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/text/code_points.h"
#include "emo3d/text/sentencepiece_model.h"
#include "emo3d/text/tokenizer_config.h"
#include "emo3d/text/vocabulary.h"

namespace emo3d::text {
namespace {

constexpr std::int32_t kStart = 0;
constexpr std::int32_t kPad = 1;
constexpr std::int32_t kEnd = 2;
constexpr std::int32_t kUnknown = 3;

/// The pieces, <pad> and <mask>; of the pieces, 0 to 2 are <unk>, <s> and </s>.
std::size_t count_ids(std::string_view model, std::string_view source) {
  return check_sentencepiece_model(model, source) + 2;
}

std::int32_t fairseq_id(int piece) {
  constexpr std::int32_t kFirst[] = {kUnknown, kStart, kEnd};
  return piece < 3 ? kFirst[piece] : piece + 1;
}

}  // namespace

SentencePieceTokenizer::SentencePieceTokenizer(std::string_view model, std::vector<AddedToken> added_tokens,
                                               std::string_view source)
    : SubwordTokenizer({.start = kStart, .end = kEnd, .pad = kPad}, {.further_ends = 1, .second_type = 0},
                       count_ids(model, source)),
      processor_(std::make_unique<sentencepiece::SentencePieceProcessor>()) {
  const auto status = processor_->LoadFromSerializedProto(model);
  check(status.ok(), ErrorCode::kInvalidData, "{}: {}", source, quote(status.ToString(), 200));
  const auto mask = static_cast<std::int32_t>(vocabulary_size() - 1);
  const std::vector<AddedToken> special = {{.text = "<s>", .id = kStart},
                                           {.text = "<pad>", .id = kPad},
                                           {.text = "</s>", .id = kEnd},
                                           {.text = "<unk>", .id = kUnknown},
                                           {.text = "<mask>", .id = mask, .strips_left = true}};
  for (const AddedToken& token : added_tokens)
    check(token.id >= 0 && static_cast<std::size_t>(token.id) < vocabulary_size(), ErrorCode::kInvalidData,
          "{}: the added token {} has the id {}, the vocabulary has {} ids", source, quote(token.text), token.id,
          vocabulary_size());
  for (const AddedToken& token : special)
    if (std::ranges::find(added_tokens, token.text, &AddedToken::text) == added_tokens.end())
      added_tokens.push_back(token);
  added_tokens_ = AddedTokens(std::move(added_tokens), source);
}

SentencePieceTokenizer::~SentencePieceTokenizer() = default;

std::unique_ptr<SentencePieceTokenizer> SentencePieceTokenizer::load(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "sentencepiece.bpe.model";
  check(std::filesystem::exists(path), ErrorCode::kNotFound,
        "{} is missing, expected the model file of libsentencepiece{}", path.string(),
        std::filesystem::exists(folder / "tokenizer.json") ? " (a tokenizer.json of this kind is not read)" : "");
  return std::make_unique<SentencePieceTokenizer>(read_file(path, kMaxTokenizerBytes),
                                                  read_tokenizer_config(folder).added_tokens, path.string());
}

std::vector<std::int32_t> SentencePieceTokenizer::encode(std::string_view utf8) const {
  check_text(utf8);
  std::vector<std::int32_t> ids;
  for (const AddedTokens::Part& part : added_tokens_.split(utf8)) {
    if (part.id != AddedTokens::kText) {
      ids.push_back(part.id);
    } else {
      append(part.text, ids);
    }
  }
  return ids;
}

std::vector<std::int32_t> SentencePieceTokenizer::encode_plain(std::string_view utf8) const {
  check_text(utf8);
  std::vector<std::int32_t> ids;
  append(utf8, ids);
  return ids;
}

void SentencePieceTokenizer::append(std::string_view utf8, std::vector<std::int32_t>& ids) const {
  std::vector<int> pieces;
  const auto status = processor_->Encode(utf8, &pieces);
  check(status.ok(), ErrorCode::kInvalidArgument, "libsentencepiece refuses the text: {}",
        quote(status.ToString(), 200));
  ids.reserve(ids.size() + pieces.size());
  for (const int piece : pieces) ids.push_back(fairseq_id(piece));
}

}  // namespace emo3d::text
