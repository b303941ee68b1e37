// Whatever bytes lie in a model folder, tokenizer files are read or refused with an Error of one line, and what is
// accepted encodes any text to ids of its vocabulary. The first byte says which files follow, parted by zero bytes.
#include <cstdint>
#include <string>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"
#include "emo3d/text/clip_tokenizer.h"
#include "emo3d/text/clip_words.h"
#include "emo3d/text/sentencepiece_tokenizer.h"
#include "emo3d/text/tokenizer_config.h"
#include "emo3d/text/tokenizer_json.h"
#include "emo3d/text/wordpiece_tokenizer.h"
#include "tests/fuzz/expect.h"
#include "tests/support/tokenizer_files.h"

namespace {

using emo3d::fuzz::expect;

using namespace emo3d::text;

/// The bytes up to the next zero byte, taken off `bytes`.
std::string_view take_part(std::string_view& bytes) {
  const std::size_t size = std::min(bytes.find('\0'), bytes.size());
  const std::string_view part = bytes.substr(0, size);
  bytes.remove_prefix(std::min(size + 1, bytes.size()));
  return part;
}

void encode(const SubwordTokenizer& tokenizer, std::string_view text) {
  const TokenWindows windows = make_windows(tokenizer, text, 9, LengthPolicy::kChunkMean);
  std::size_t tokens = 0;
  for (const auto& window : windows.windows) {
    expect(window.size() >= 2 && window.size() <= 9);
    tokens += window.size() - 2;
    for (const std::int32_t id : window) expect(id >= 0 && static_cast<std::size_t>(id) < tokenizer.vocabulary_size());
  }
  expect(tokens == windows.tokens && windows.cut == 0);
}

void read_clip(std::string_view bytes) {
  const std::string_view vocabulary = take_part(bytes);
  const std::string_view merges = take_part(bytes);
  static const Vocabulary kBytes(emo3d::testing::clip_tokens({{"j", "o"}, {"jo", "y</w>"}}), "bytes");
  encode(ClipTokenizer(kBytes, parse_merges(merges, "merges.txt"), "", "bytes", "merges.txt"), bytes);
  encode(ClipTokenizer(parse_vocab_json(vocabulary, "vocab.json"), parse_merges(merges, "merges.txt"), "", "vocab.json",
                       "merges.txt"),
         bytes);
}

void read_wordpiece(std::string_view bytes) {
  WordPieceModel model;
  model.vocabulary = parse_vocab_txt(take_part(bytes), "vocab.txt");
  const TokenizerConfig config = parse_tokenizer_config(take_part(bytes), "tokenizer_config.json");
  model.added_tokens = config.added_tokens;
  model.cleaning.lower_case = config.do_lower_case.value_or(true);
  encode(WordPieceTokenizer(std::move(model), "vocab.txt"), bytes);
}

void read_tokenizer_json(std::string_view bytes) {
  TokenizerJson file = parse_tokenizer_json(take_part(bytes), "tokenizer.json");
  if (file.model_type == "BPE") {
    const BytePairs::Merges merges(file.merges.begin(), file.merges.end());
    encode(ClipTokenizer(file.vocabulary, merges, "", "tokenizer.json", "tokenizer.json"), bytes);
  } else {
    WordPieceModel model;
    model.vocabulary = std::move(file.vocabulary);
    model.added_tokens = std::move(file.added_tokens);
    encode(WordPieceTokenizer(std::move(model), "tokenizer.json"), bytes);
  }
}

void read_sentencepiece(std::string_view bytes) {
  const SentencePieceTokenizer tokenizer(bytes, {}, "sentencepiece.bpe.model");
  for (const std::string_view text : {"He raises the left eyebrow, 10:30 \uFF21\uFB01\u00E9<mask>", "ab joy", ""})
    encode(tokenizer, text);
}

void read_text(std::string_view bytes) {
  const std::string cleaned = clean_clip_text(bytes);
  expect(!emo3d::find_invalid_utf8(cleaned));
  std::size_t size = 0;
  for (const std::string_view word : split_clip_words(cleaned)) size += word.size();
  expect(size <= cleaned.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr void (*kReaders[])(std::string_view) = {read_clip, read_wordpiece, read_tokenizer_json, read_sentencepiece,
                                                    read_text};
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  try {
    kReaders[data[0] % std::size(kReaders)](bytes);
  } catch (const emo3d::Error& e) {
    expect(std::string_view(e.what()).find('\n') == std::string_view::npos);
  }
  return 0;
}
