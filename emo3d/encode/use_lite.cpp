#include "emo3d/encode/use_lite.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/parallel.h"
#include "emo3d/encode/use_lite_network.h"
#include "emo3d/text/tokenizer.h"

namespace emo3d::encode {
namespace {

constexpr std::size_t kMaxVocabularyBytes = std::size_t{16} << 20;
/// Tokens that go through the network together: enough for full speed, few enough for the processor's cache.
constexpr std::size_t kBucketTokens = 256;
/// Below this, sharing a bucket between threads costs more than it brings.
constexpr std::size_t kMinBucketTokens = 32;

text::UnigramTokenizer load_tokenizer(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "vocab.json";
  return text::UnigramTokenizer(text::parse_unigram_vocabulary(read_file(path, kMaxVocabularyBytes), path.string()));
}

/// The token ids of one text, cut to what the network reads.
struct Tokens {
  std::vector<std::int32_t> ids;
  std::size_t uncut = 0;
};

/// Consecutive texts [first, last).
struct Bucket {
  std::size_t first, last;
};

std::vector<Bucket> make_buckets(const std::vector<Tokens>& texts, unsigned threads) {
  std::size_t total = 0;
  for (const Tokens& tokens : texts) total += tokens.ids.size();
  const std::size_t limit = std::clamp(total / threads, kMinBucketTokens, kBucketTokens);
  std::vector<Bucket> buckets;
  std::size_t filled = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (buckets.empty() || filled + texts[i].ids.size() > limit) {
      buckets.push_back({i, i});
      filled = 0;
    }
    buckets.back().last = i + 1;
    filled += texts[i].ids.size();
  }
  return buckets;
}

std::vector<float> values(std::span<const float> row) { return {row.begin(), row.end()}; }

}  // namespace

struct UseLite::Impl {
  nn::Precision precision;
  text::UnigramTokenizer tokenizer;
  UseLiteNetwork network;

  [[nodiscard]] Tokens tokens(std::string_view text) const {
    Tokens tokens{tokenizer.encode(text), 0};
    check(!tokens.ids.empty(), ErrorCode::kInvalidArgument, "an empty text has no encoding");
    tokens.uncut = tokens.ids.size();
    tokens.ids.resize(std::min(tokens.uncut, kMaxTokens));
    return tokens;
  }

  /// Encodes texts that go through the network together.
  [[nodiscard]] std::vector<Encoding> encode(std::span<const Tokens> texts) const {
    std::vector<std::int32_t> ids;
    std::vector<std::size_t> lengths;
    for (const Tokens& tokens : texts) {
      ids.insert(ids.end(), tokens.ids.begin(), tokens.ids.end());
      lengths.push_back(tokens.ids.size());
    }
    const UseLiteNetwork::Output output = network.run(ids, lengths);
    std::vector<Encoding> encodings;
    for (std::size_t i = 0; i < texts.size(); ++i)
      encodings.push_back({.embedding = values(output.embedding.row(i)),
                           .pooled = values(output.pooled.row(i)),
                           .tokens = texts[i].uncut,
                           .truncated = texts[i].uncut > texts[i].ids.size()});
    return encodings;
  }
};

UseLite UseLite::load(const std::filesystem::path& folder, nn::Precision precision) {
  std::optional<text::UnigramTokenizer> tokenizer;
  std::optional<UseLiteNetwork> network;
  parallel_for(2, 0, [&](std::size_t part) {
    if (part == 0) network.emplace(folder, precision, kMaxTokens);
    if (part == 1) tokenizer.emplace(load_tokenizer(folder));
  });
  auto impl = std::unique_ptr<const Impl>(new Impl{precision, std::move(*tokenizer), std::move(*network)});
  check(impl->tokenizer.size() <= impl->network.vocabulary_size(), ErrorCode::kInvalidData,
        "{}: vocab.json has {} pieces, but the model knows only {}", folder.string(), impl->tokenizer.size(),
        impl->network.vocabulary_size());
  return UseLite(std::move(impl));
}

UseLite::UseLite(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
UseLite::UseLite(UseLite&&) noexcept = default;
UseLite& UseLite::operator=(UseLite&&) noexcept = default;
UseLite::~UseLite() = default;

nn::Precision UseLite::precision() const { return impl_->precision; }
std::size_t UseLite::embedding_size() const { return impl_->network.embedding_size(); }
std::size_t UseLite::pooled_size() const { return impl_->network.pooled_size(); }

std::vector<std::int32_t> UseLite::tokenize(std::string_view text) const { return impl_->tokenizer.encode(text); }

Encoding UseLite::encode(std::string_view text) const {
  const Tokens tokens = impl_->tokens(text);
  return std::move(impl_->encode({&tokens, 1}).front());
}

std::vector<Encoding> UseLite::encode(std::span<const std::string> texts, unsigned threads) const {
  if (threads == 0) threads = default_threads();
  std::vector<Tokens> tokens(texts.size());
  parallel_for(texts.size(), threads, [&](std::size_t i) {
    try {
      tokens[i] = impl_->tokens(texts[i]);
    } catch (const Error& e) {
      fail(e.code(), "text {}: {}", i, e.what());
    }
  });
  const std::vector<Bucket> buckets = make_buckets(tokens, threads);
  std::vector<Encoding> encodings(texts.size());
  parallel_for(buckets.size(), threads, [&](std::size_t b) {
    const auto [first, last] = buckets[b];
    std::ranges::move(impl_->encode(std::span(tokens).subspan(first, last - first)), encodings.begin() + first);
  });
  return encodings;
}

}  // namespace emo3d::encode
