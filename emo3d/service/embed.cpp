#include "emo3d/service/embed.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/image/read_image.h"
#include "emo3d/service/cached_vectors.h"
#include "emo3d/store/store.h"

namespace emo3d::service {
namespace {

/// Inputs that are embedded together: the grain of progress, of interruptions, and of what a killed run loses.
constexpr std::size_t kTexts = 128;
constexpr std::size_t kImages = 64;

void scale_to_length_1(std::span<float> values) {
  double squares = 0;
  for (const float v : values) squares += static_cast<double>(v) * v;
  if (squares == 0) return;
  for (float& v : values) v = static_cast<float>(v / std::sqrt(squares));
}

/// A chunk's rows on their way to the cache and to the caller.
class Chunk {
 public:
  Chunk(std::size_t first, std::size_t size) : keys(size), found(size), first_(first) {}

  [[nodiscard]] std::size_t made() const { return made_.size(); }
  /// What the encoder made of those that were not found.
  void add(std::size_t i, std::span<const float> row, const std::string& name) {
    if (const auto bad = nn::find_non_finite(row))
      fail(ErrorCode::kInvalidData, "{}: the model's embedding holds {} at index {}", name, row[*bad], *bad);
    found[i].emplace(row.begin(), row.end());
    made_.push_back(i);
  }
  /// Puts what was made into the cache.
  void keep(CachedVectors& cache) {
    std::vector<encode::CacheEntry> entries;
    entries.reserve(made_.size());
    for (const std::size_t i : made_) entries.push_back({.key = keys[i], .vector = *found[i]});
    cache.put(entries);
  }
  void give(std::size_t i, EmbeddedRow row, const EmbedOptions& options, const EmbedSink& sink) {
    row.index = first_ + i;
    if (found[i]) {
      if (options.normalize) scale_to_length_1(*found[i]);
      row.values = *found[i];
    }
    if (sink.take) sink.take(row);
  }

  std::vector<encode::EmbeddingKey> keys;
  std::vector<std::optional<std::vector<float>>> found;  ///< In the cache, or made since.

 private:
  std::size_t first_;
  std::vector<std::size_t> made_;
};

void embed_chunk(std::span<const TextLine> texts, const encode::TextEncoder& encoder, CachedVectors& cache,
                 Chunk& chunk, std::vector<encode::TokenCount>& tokens, unsigned threads) {
  std::vector<std::string> left;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    chunk.keys[i] = cache.key(texts[i].text);
    chunk.found[i] = cache.find(chunk.keys[i]);
    if (chunk.found[i]) {
      tokens[i] = encoder.count(texts[i].text);
    } else {
      left.push_back(texts[i].text);
      places.push_back(i);
    }
  }
  if (left.empty()) return;
  const encode::TextEmbeddings made = encoder.embed(left, threads);
  for (std::size_t k = 0; k < places.size(); ++k) {
    chunk.add(places[k], made.rows.row(k), texts[places[k]].place());
    tokens[places[k]] = {.tokens = made.tokens[k], .cut = made.cut[k]};
  }
}

/// \throws Error naming the first text that the encoder refuses.
void check_lengths(std::span<const TextLine> texts, const encode::TextEncoder& encoder) {
  for (const TextLine& text : texts) {
    try {
      (void)encoder.count(text.text);
    } catch (const Error& error) {
      fail(error.code(), "{}: {}", text.place(), error.what());
    }
  }
}

}  // namespace

std::filesystem::path encoder_folder(const std::string& model) {
  std::error_code error;
  if (std::filesystem::is_directory(model, error)) return model;
  check(model.find('/') == std::string::npos, ErrorCode::kNotFound, "{}: no such folder", model);
  const store::ModelStore store = store::ModelStore::open();
  try {
    (void)store.find(model);
  } catch (const Error& unknown) {
    fail(ErrorCode::kNotFound, "{}; nor is there a folder of that name", unknown.what());
  }
  return store.require(model);
}

void check_not_of_model(const std::filesystem::path& target, const std::filesystem::path& folder) {
  std::error_code error;
  const std::filesystem::path parent = target.has_parent_path() ? target.parent_path() : ".";
  check(!std::filesystem::exists(target, error) || !std::filesystem::equivalent(parent, folder, error),
        ErrorCode::kInvalidArgument, "{}: is a file of the model; it would be overwritten", target.string());
}

std::filesystem::path default_cache_folder() { return store::home_directory() / "cache"; }

EmbedSummary embed_texts(std::span<const TextLine> texts, const EmbedOptions& options, const EmbedSink& sink) {
  const std::filesystem::path folder = encoder_folder(options.model);
  const auto encoder = encode::load_text_encoder(
      folder, {.precision = options.precision, .length = options.length, .pooling = options.pooling});
  if (options.length == text::LengthPolicy::kError) check_lengths(texts, *encoder);
  CachedVectors cache(folder, encoder->pooling(), encoder->preprocessing(), encoder->embedding_size(), options);
  EmbedSummary summary{.dimensions = encoder->embedding_size(),
                       .pooling = std::string(encoder->pooling()),
                       .max_tokens = encoder->max_tokens()};
  if (sink.start) sink.start(summary.dimensions);
  for (std::size_t first = 0; first < texts.size(); first += kTexts) {
    const auto some = texts.subspan(first, std::min(kTexts, texts.size() - first));
    Chunk chunk(first, some.size());
    std::vector<encode::TokenCount> tokens(some.size());
    embed_chunk(some, *encoder, cache, chunk, tokens, options.threads);
    summary.from_cache += some.size() - chunk.made();
    chunk.keep(cache);
    for (std::size_t i = 0; i < some.size(); ++i) {
      summary.cut_texts += tokens[i].cut > 0 ? 1 : 0;
      summary.cut_tokens += tokens[i].cut;
      ++summary.inputs;
      chunk.give(i, {.tokens = tokens[i]}, options, sink);
    }
  }
  summary.cache_fault = cache.fault();
  return summary;
}

EmbedSummary embed_images(std::span<const std::filesystem::path> files, const EmbedOptions& options,
                          const EmbedSink& sink) {
  check(!options.pooling, ErrorCode::kInvalidArgument, "pooling is for texts; images have CLIP's projection");
  const std::filesystem::path folder = encoder_folder(options.model);
  const auto encoder = encode::ImageEncoder::load(folder, options.precision);
  EmbedSummary summary{.dimensions = encoder.embedding_size(), .pooling = "projection"};
  CachedVectors cache(folder, "image projection", encode::ImageEncoder::preprocessing(), summary.dimensions, options);
  if (sink.start) sink.start(summary.dimensions);
  for (std::size_t first = 0; first < files.size(); first += kImages) {
    const auto some = files.subspan(first, std::min(kImages, files.size() - first));
    Chunk chunk(first, some.size());
    const encode::ImageSource source = {.bytes = [&](std::size_t i) -> std::optional<std::string> {
                                          std::string bytes = read_file(some[i], image::kMaxPhotoBytes);
                                          chunk.keys[i] = cache.key(bytes);
                                          chunk.found[i] = cache.find(chunk.keys[i]);
                                          if (chunk.found[i]) return std::nullopt;
                                          return bytes;
                                        },
                                        .name = [&](std::size_t i) { return some[i].string(); }};
    const encode::ImageEmbeddings made = encoder.embed(some.size(), source, options.threads);
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (chunk.found[i])
        ++summary.from_cache;
      else if (made.faults[i].empty())
        chunk.add(i, made.rows.row(i), some[i].string());
      else
        ++summary.failed;
    }
    chunk.keep(cache);
    for (std::size_t i = 0; i < some.size(); ++i) {
      ++summary.inputs;
      chunk.give(i, {.fault = made.faults[i]}, options, sink);
    }
  }
  summary.cache_fault = cache.fault();
  return summary;
}

}  // namespace emo3d::service
