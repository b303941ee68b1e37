#include "emo3d/text/clip_tokenizer.h"

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/text/clip_words.h"
#include "emo3d/text/tokenizer_config.h"
#include "emo3d/text/tokenizer_json.h"

namespace emo3d::text {
namespace {

constexpr std::string_view kStart = "<|startoftext|>";
constexpr std::string_view kEnd = "<|endoftext|>";

SpecialIds special_ids_of(const Vocabulary& vocabulary, std::string_view pad, std::string_view source) {
  return {vocabulary.at(kStart, source), vocabulary.at(kEnd, source), vocabulary.at(pad.empty() ? kEnd : pad, source)};
}

}  // namespace

ClipTokenizer::ClipTokenizer(const Vocabulary& vocabulary, const BytePairs::Merges& merges, std::string_view pad,
                             std::string_view vocabulary_source, std::string_view merges_source)
    : SubwordTokenizer(special_ids_of(vocabulary, pad, vocabulary_source), {.further_ends = 1, .second_type = 0},
                       vocabulary.size()),
      pairs_(vocabulary, merges, vocabulary_source, merges_source) {}

std::unique_ptr<ClipTokenizer> ClipTokenizer::load(const std::filesystem::path& folder) {
  const std::string pad = read_tokenizer_config(folder).named("pad_token", "");
  const std::filesystem::path vocabulary = folder / "vocab.json";
  const std::filesystem::path merges = folder / "merges.txt";
  const std::filesystem::path json = folder / "tokenizer.json";
  if (std::filesystem::exists(json) && !std::filesystem::exists(vocabulary)) {
    const TokenizerJson file = parse_tokenizer_json(read_file(json, kMaxTokenizerBytes), json.string());
    check(file.model_type == "BPE" && file.end_of_word == BytePairs::kEndOfWord, ErrorCode::kInvalidData,
          "{}: a model of type {} whose words end in {}, expected CLIP's: BPE and \"{}\"", json.string(),
          file.model_type, quote(file.end_of_word), BytePairs::kEndOfWord);
    const BytePairs::Merges pairs(file.merges.begin(), file.merges.end());
    return std::make_unique<ClipTokenizer>(file.vocabulary, pairs, pad, json.string(), json.string());
  }
  const std::string bytes = read_file(merges, kMaxTokenizerBytes);
  return std::make_unique<ClipTokenizer>(
      parse_vocab_json(read_file(vocabulary, kMaxTokenizerBytes), vocabulary.string()),
      parse_merges(bytes, merges.string()), pad, vocabulary.string(), merges.string());
}

std::vector<std::int32_t> ClipTokenizer::encode(std::string_view utf8) const {
  const std::string cleaned = clean_clip_text(utf8);
  std::vector<std::int32_t> ids;
  for (const std::string_view word : split_clip_words(cleaned)) {
    if (word == kStart) {
      ids.push_back(special_ids().start);
    } else if (word == kEnd) {
      ids.push_back(special_ids().end);
    } else {
      pairs_.append_word(word, ids);
    }
  }
  return ids;
}

}  // namespace emo3d::text
