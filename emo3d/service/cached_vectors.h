#pragma once

#include <cstddef>
#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/encode/embedding_cache.h"
#include "emo3d/service/embed.h"

namespace emo3d::service {

/// The embedding cache as a run of one encoder uses it. What is wrong with the cache never ends the run: from then on
/// it is not used, and fault() says why. May be used from several threads at once.
class CachedVectors {
 public:
  /// Opens the cache and identifies the model in `folder`, unless the options say to use none.
  /// \throws Error of the model's folder.
  CachedVectors(const std::filesystem::path& folder, std::string_view pooling, std::string_view preprocessing,
                std::size_t dimensions, const EmbedOptions& options);

  /// A text or the bytes of a file, by what is found under it.
  [[nodiscard]] encode::EmbeddingKey key(std::string_view content) const;
  /// The vector of `dimensions` values under this key, if there is one.
  [[nodiscard]] std::optional<std::vector<float>> find(const encode::EmbeddingKey& key);
  void put(std::span<const encode::CacheEntry> entries);
  /// Why the cache is not used; empty where it is, or is not to be.
  [[nodiscard]] std::string fault() const;

 private:
  template <typename Use>
  void guarded(const Use& use);

  std::string model_, precision_, pooling_, preprocessing_;
  std::size_t dimensions_;
  mutable std::mutex mutex_;
  std::optional<encode::EmbeddingCache> cache_;
  std::string fault_;
};

}  // namespace emo3d::service
