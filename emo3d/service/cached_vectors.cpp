#include "emo3d/service/cached_vectors.h"

#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/encode/model_checksum.h"
#include "emo3d/nn/linear.h"

namespace emo3d::service {

CachedVectors::CachedVectors(const std::filesystem::path& folder, std::string_view pooling,
                             std::string_view preprocessing, std::size_t dimensions, const EmbedOptions& options)
    : precision_(nn::name(options.precision)),
      pooling_(pooling),
      preprocessing_(preprocessing),
      dimensions_(dimensions) {
  if (!options.uses_cache) return;
  std::filesystem::path place;
  try {
    place = options.cache_folder.empty() ? default_cache_folder() : options.cache_folder;
    cache_.emplace(place, options.cache);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kInvalidArgument) throw;  // the caller's options
    fault_ = error.what();
    return;
  }
  model_ = encode::model_checksum(folder, place);
}

template <typename Use>
void CachedVectors::guarded(const Use& use) {
  const std::scoped_lock lock(mutex_);
  if (!cache_) return;
  try {
    use(*cache_);
  } catch (const Error& error) {
    fault_ = error.what();
    cache_.reset();
  }
}

encode::EmbeddingKey CachedVectors::key(std::string_view content) const {
  if (model_.empty()) return {};  // nothing is looked up
  return encode::embedding_key(
      content, {.model = model_, .precision = precision_, .pooling = pooling_, .preprocessing = preprocessing_});
}

std::optional<std::vector<float>> CachedVectors::find(const encode::EmbeddingKey& key) {
  std::optional<std::vector<float>> found;
  guarded([&](encode::EmbeddingCache& cache) { found = cache.find(key); });
  if (found && found->size() != dimensions_) found.reset();
  return found;
}

void CachedVectors::put(std::span<const encode::CacheEntry> entries) {
  if (entries.empty()) return;
  guarded([&](encode::EmbeddingCache& cache) { cache.put_many(entries); });
}

std::string CachedVectors::fault() const {
  const std::scoped_lock lock(mutex_);
  return fault_;
}

}  // namespace emo3d::service
