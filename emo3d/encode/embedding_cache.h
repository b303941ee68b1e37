#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "emo3d/encode/embedding_key.h"

namespace emo3d::encode {

struct CacheOptions {
  /// Largest size of the database file in bytes, in [kMinCacheBytes, kMaxCacheBytes]. The write-ahead log beside it
  /// takes some MB more while the cache is open.
  std::uint64_t max_bytes = std::uint64_t{1} << 30;
  /// How long a lock of another process is waited for.
  std::chrono::milliseconds patience{10'000};
};

inline constexpr std::uint64_t kMinCacheBytes = std::uint64_t{1} << 20;
inline constexpr std::uint64_t kMaxCacheBytes = std::uint64_t{1} << 50;
/// Values of a vector in the cache: at least 1, at most this many.
inline constexpr std::size_t kMaxCachedValues = 65536;

/// What a cache holds, and what this object was asked.
struct CacheStats {
  std::uint64_t entries = 0;
  std::uint64_t file_bytes = 0;  ///< Of the database file once its log is written back.
  std::uint64_t used_bytes = 0;  ///< Of these, not free for new entries.
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
};

struct CacheEntry {
  EmbeddingKey key;
  std::span<const float> vector;
};

/// Embeddings on disk, in the SQLite database `embeddings.sqlite` of a folder. Safe for any number of processes and
/// threads at once, also where one is killed while it writes. Where the file would grow beyond its limit, what was not
/// used for longest goes.
///
///     emo3d::encode::EmbeddingCache cache(home / "cache");
///     const auto key = emo3d::encode::embedding_key(text, {model_sha256, "float32", "projection", "clip-text/1"});
///     if (auto vector = cache.find(key)) return *vector;
///
/// All functions throw Error naming the file: kInvalidData where it is damaged or belongs to another program, with what
/// to do (nothing of it is deleted), kUnavailable where another process keeps it locked for longer than the patience,
/// kIo.
class EmbeddingCache {
 public:
  /// Opens or creates the cache, and the folder. A cache of an older version of emo3d is emptied; one of a newer is
  /// refused. \throws Error also kInvalidArgument for options out of range.
  explicit EmbeddingCache(const std::filesystem::path& folder, const CacheOptions& options = {});
  EmbeddingCache(EmbeddingCache&&) noexcept;
  EmbeddingCache& operator=(EmbeddingCache&&) noexcept;
  ~EmbeddingCache();

  /// The vector put under this key, or nothing. \throws Error kInvalidData for a stored vector that is damaged.
  [[nodiscard]] std::optional<std::vector<float>> find(const EmbeddingKey& key);
  /// find() of each key.
  [[nodiscard]] std::vector<std::optional<std::vector<float>>> find_many(std::span<const EmbeddingKey> keys);

  /// Stores the vectors; what stands under a key already stays. Other processes see some MB at a time.
  /// \throws Error kInvalidArgument, before anything is stored, for a vector without values, with more than
  /// kMaxCachedValues, or with a NaN or infinity.
  void put_many(std::span<const CacheEntry> entries);

  [[nodiscard]] CacheStats stats();
  /// Removes all entries and gives their space back.
  void clear();
  [[nodiscard]] const std::filesystem::path& path() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace emo3d::encode
