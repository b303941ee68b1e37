#include "emo3d/encode/text_encoder.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/encode/clip_network.h"

namespace emo3d::encode {
namespace {

using text::SubwordTokenizer;

/// Changes whenever a tokenizer would give other ids for the same text.
constexpr std::string_view kTokenizers = "tokenizers/1";

std::string_view name(text::LengthPolicy policy) {
  switch (policy) {
    case text::LengthPolicy::kError:
      return "error";
    case text::LengthPolicy::kCut:
      return "cut";
    case text::LengthPolicy::kChunkMean:
      return "chunk-mean";
  }
  return "";
}

std::string_view name(BertPooling pooling) {
  switch (pooling) {
    case BertPooling::kFirst:
      return "cls";
    case BertPooling::kMean:
      return "mean";
    case BertPooling::kPooler:
      return "pooler";
  }
  return "";
}

void check_vocabulary(const std::filesystem::path& folder, const SubwordTokenizer& tokenizer, std::size_t rows) {
  check(tokenizer.vocabulary_size() <= rows, ErrorCode::kInvalidData,
        "{}: the tokenizer has {} ids, the model's table only {} rows", folder.string(), tokenizer.vocabulary_size(),
        rows);
}

class ClipTextEncoder final : public TextEncoder {
 public:
  ClipTextEncoder(std::unique_ptr<const SubwordTokenizer> tokenizer, const TextEncoderOptions& options,
                  ClipTextNetwork network)
      : TextEncoder(std::move(tokenizer), options, "projection", network.embedding_size(), network.max_tokens()),
        network_(std::move(network)) {}

 private:
  [[nodiscard]] nn::Matrix run(std::span<const std::int32_t> ids, std::span<const std::size_t> lengths,
                               unsigned threads) const override {
    return network_.run(ids, lengths, threads);
  }

  ClipTextNetwork network_;
};

class BertTextEncoder final : public TextEncoder {
 public:
  BertTextEncoder(std::unique_ptr<const SubwordTokenizer> tokenizer, const TextEncoderOptions& options,
                  BertPooling pooling, BertNetwork network)
      : TextEncoder(std::move(tokenizer), options, name(pooling), network.width(), network.max_tokens()),
        pooling_(pooling),
        network_(std::move(network)) {}

 private:
  [[nodiscard]] nn::Matrix run(std::span<const std::int32_t> ids, std::span<const std::size_t> lengths,
                               unsigned threads) const override {
    return network_.embed({.ids = ids, .lengths = lengths}, pooling_, threads);
  }

  BertPooling pooling_;
  BertNetwork network_;
};

std::string model_type(const std::filesystem::path& folder) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
  const std::filesystem::path path = folder / "config.json";
  check(std::filesystem::exists(path), ErrorCode::kNotFound, "{}: no Hugging Face model, there is no config.json",
        folder.string());
  const Json config = parse_json(read_file(path, kMaxBytes), path.string());
  check(config.is_object(), ErrorCode::kInvalidData, "{}: expected a JSON object", path.string());
  return string_member(config, "model_type", path.string());
}

}  // namespace

TextEncoder::TextEncoder(std::unique_ptr<const SubwordTokenizer> tokenizer, const TextEncoderOptions& options,
                         std::string_view pooling, std::size_t embedding_size, std::size_t max_tokens)
    : tokenizer_(std::move(tokenizer)),
      options_(options),
      pooling_(pooling),
      embedding_size_(embedding_size),
      max_tokens_(max_tokens) {}

TokenCount TextEncoder::count(const std::string& text) const {
  const text::TokenWindows windows = make_windows(*tokenizer_, text, max_tokens_, options_.length);
  return {.tokens = windows.tokens, .cut = windows.cut};
}

std::string TextEncoder::preprocessing() const { return fmt::format("{} {}", kTokenizers, name(options_.length)); }

TextEmbeddings TextEncoder::embed(std::span<const std::string> texts, unsigned threads) const {
  TextEmbeddings result{.rows = nn::Matrix(texts.size(), embedding_size_), .tokens = {}, .cut = {}};
  std::vector<std::int32_t> ids;
  std::vector<std::size_t> lengths;
  std::vector<std::size_t> windows;  // of each text
  for (std::size_t i = 0; i < texts.size(); ++i) {
    try {
      const text::TokenWindows found = make_windows(*tokenizer_, texts[i], max_tokens_, options_.length);
      for (const std::vector<std::int32_t>& window : found.windows) {
        ids.insert(ids.end(), window.begin(), window.end());
        lengths.push_back(window.size());
      }
      windows.push_back(found.windows.size());
      result.tokens.push_back(found.tokens);
      result.cut.push_back(found.cut);
    } catch (const Error& e) {
      fail(e.code(), "text {}: {}", i, e.what());
    }
  }
  if (texts.empty()) return result;
  const nn::Matrix rows = run(ids, lengths, threads);
  std::size_t next = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::span<float> mean = result.rows.row(i);
    const std::size_t end = next + windows[i];
    if (windows[i] == 1) {
      std::ranges::copy(rows.row(next++), mean.begin());
      continue;
    }
    std::ranges::fill(mean, 0.0f);
    for (; next < end; ++next) {
      const float share = static_cast<float>(lengths[next] - SubwordTokenizer::kFrame) /
                          static_cast<float>(result.tokens[i] - result.cut[i]);
      for (std::size_t c = 0; c < mean.size(); ++c) mean[c] += share * rows.row(next)[c];
    }
  }
  return result;
}

BertPooling parse_pooling(std::string_view name) {
  for (const BertPooling pooling : {BertPooling::kFirst, BertPooling::kMean, BertPooling::kPooler})
    if (encode::name(pooling) == name) return pooling;
  fail(ErrorCode::kInvalidArgument, "pooling {} is unknown, expected cls, mean or pooler", quote(name));
}

std::unique_ptr<const TextEncoder> load_text_encoder(const std::filesystem::path& folder,
                                                     const TextEncoderOptions& options) {
  const std::string type = model_type(folder);
  auto files = std::make_shared<const nn::WeightFiles>(folder);
  auto tokenizer = text::load_tokenizer(folder);
  if (type == "clip") {
    check(!options.pooling, ErrorCode::kInvalidArgument, "{}: CLIP has a projection of its own, no pooling \"{}\"",
          folder.string(), name(*options.pooling));
    ClipTextNetwork network(std::move(files), read_clip_config(folder), options.precision);
    check_vocabulary(folder, *tokenizer, network.vocabulary_size());
    return std::make_unique<ClipTextEncoder>(std::move(tokenizer), options, std::move(network));
  }
  BertNetwork network(std::move(files), read_bert_config(folder), options.precision);
  check_vocabulary(folder, *tokenizer, network.vocabulary_size());
  const BertPooling pooling = options.pooling.value_or(BertPooling::kMean);
  check(pooling != BertPooling::kPooler || network.has_pooler(), ErrorCode::kInvalidArgument,
        "{}: the weights have no pooler", folder.string());
  return std::make_unique<BertTextEncoder>(std::move(tokenizer), options, pooling, std::move(network));
}

}  // namespace emo3d::encode
