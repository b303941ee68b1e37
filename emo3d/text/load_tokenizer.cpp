#include <array>
#include <span>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/text/clip_tokenizer.h"
#include "emo3d/text/sentencepiece_tokenizer.h"
#include "emo3d/text/subword_tokenizer.h"
#include "emo3d/text/tokenizer_config.h"
#include "emo3d/text/tokenizer_json.h"
#include "emo3d/text/wordpiece_tokenizer.h"

namespace emo3d::text {
namespace {

enum class Kind { kUnknown, kClip, kWordPiece, kSentencePiece };

struct Name {
  std::string_view name;
  Kind kind;
};

Kind kind_of(std::string_view name, std::span<const Name> names) {
  for (const Name& known : names)
    if (known.name == name) return known.kind;
  return Kind::kUnknown;
}

/// Reads the file a first time to see what it is.
Kind kind_of_tokenizer_json(const std::filesystem::path& path) {
  const TokenizerJson file = parse_tokenizer_json(read_file(path, kMaxTokenizerBytes), path.string());
  return file.model_type == "BPE" ? Kind::kClip : Kind::kWordPiece;
}

Kind kind_of(const TokenizerConfig& config, const std::filesystem::path& folder) {
  constexpr std::array<Name, 3> kClasses = {{{"CLIPTokenizer", Kind::kClip},
                                             {"BertTokenizer", Kind::kWordPiece},
                                             {"XLMRobertaTokenizer", Kind::kSentencePiece}}};
  constexpr std::array<Name, 4> kModels = {{{"clip", Kind::kClip},
                                            {"clip_text_model", Kind::kClip},
                                            {"bert", Kind::kWordPiece},
                                            {"xlm-roberta", Kind::kSentencePiece}}};
  constexpr std::string_view kAnyFast = "PreTrainedTokenizer";
  if (!config.tokenizer_class.empty() && config.tokenizer_class != kAnyFast) {
    const Kind kind = kind_of(config.tokenizer_class, kClasses);
    check(kind != Kind::kUnknown, ErrorCode::kInvalidData,
          "{}: the tokenizer class {}, expected CLIPTokenizer, BertTokenizer or XLMRobertaTokenizer",
          (folder / "tokenizer_config.json").string(), quote(config.tokenizer_class));
    return kind;
  }
  if (const Kind kind = kind_of(config.model_type, kModels); kind != Kind::kUnknown) return kind;
  const auto has = [&](const char* name) { return std::filesystem::exists(folder / name); };
  if (has("sentencepiece.bpe.model")) return Kind::kSentencePiece;
  check(config.model_type != "roberta", ErrorCode::kInvalidData,
        "{}: RoBERTa's own byte-level tokenizer is not supported, expected sentencepiece.bpe.model as XLM-RoBERTa has",
        folder.string());
  if (has("vocab.txt")) return Kind::kWordPiece;
  if (has("vocab.json") && has("merges.txt")) return Kind::kClip;
  if (has("tokenizer.json")) return kind_of_tokenizer_json(folder / "tokenizer.json");
  fail(ErrorCode::kNotFound,
       "{} has no tokenizer: expected vocab.json with merges.txt, vocab.txt, sentencepiece.bpe.model or tokenizer.json",
       folder.string());
}

}  // namespace

std::unique_ptr<SubwordTokenizer> load_tokenizer(const std::filesystem::path& folder) {
  check(std::filesystem::is_directory(folder), ErrorCode::kNotFound, "{} is no folder of a model", folder.string());
  switch (kind_of(read_tokenizer_config(folder), folder)) {
    case Kind::kWordPiece:
      return WordPieceTokenizer::load(folder);
    case Kind::kSentencePiece:
      return SentencePieceTokenizer::load(folder);
    default:
      return ClipTokenizer::load(folder);
  }
}

}  // namespace emo3d::text
