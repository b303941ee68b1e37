#include "emo3d/encode/embedding_cache.h"

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <unordered_map>

#include "emo3d/base/error.h"
#include "emo3d/encode/cache_schema.h"
#include "emo3d/encode/sqlite_database.h"
#include "emo3d/nn/tensor.h"

namespace emo3d::encode {
namespace {

using Kind = SqliteTransaction::Kind;

/// Uses that wait to be written. Beyond the second number, while others write, they are forgotten.
constexpr std::size_t kUsesPerWrite = 4096;
constexpr std::size_t kMaxWaitingUses = 16 * kUsesPerWrite;
constexpr std::uint64_t kMaxBytesPerWrite = std::uint64_t{4} << 20;
/// What an entry takes besides its vector: its key twice (table and half-filled index), numbers and headers.
constexpr std::uint64_t kEntryBytes = 192;
/// Tables that are begun, and pages that list others.
constexpr std::uint64_t kSparePages = 8;

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::int64_t checksum(std::span<const std::byte> bytes) {
  return static_cast<std::int64_t>(
      ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

/// At most this many bytes of the file are needed for a vector: pages are filled to the half at least, or it takes some
/// of its own.
std::uint64_t bytes_needed(std::size_t values) {
  constexpr auto kPage = static_cast<std::uint64_t>(kCachePageBytes);
  const std::uint64_t bytes = values * sizeof(float) + kEntryBytes;
  return bytes < kPage ? kPage / (kPage / bytes) : (bytes / kPage + 2) * kPage;
}

void check_entry(const CacheEntry& entry, std::size_t index) {
  check(!entry.vector.empty() && entry.vector.size() <= kMaxCachedValues, ErrorCode::kInvalidArgument,
        "embedding {}: {} values cannot be cached; expected 1 to {}", index, entry.vector.size(), kMaxCachedValues);
  if (const auto bad = nn::find_non_finite(entry.vector))
    fail(ErrorCode::kInvalidArgument, "embedding {}: {} at index {} cannot be cached", index, entry.vector[*bad], *bad);
}

}  // namespace

struct EmbeddingCache::Impl {
  Impl(const std::filesystem::path& file, const CacheOptions& wanted)
      : options(wanted), path(file), database(file, wanted.patience) {
    prepare_cache(database, options.patience);
  }

  [[nodiscard]] std::optional<std::vector<float>> find(const EmbeddingKey& key);
  void write_uses(bool is_last);
  void write_waiting_uses();
  void put(std::span<const CacheEntry> entries);
  void keep_limit(std::uint64_t needed);
  void remove_oldest(std::uint64_t count);

  [[nodiscard]] std::uint64_t file_bytes() { return pages("PRAGMA page_count"); }
  [[nodiscard]] std::uint64_t used_bytes() { return file_bytes() - pages("PRAGMA freelist_count"); }
  [[nodiscard]] std::uint64_t pages(const char* pragma) {
    return static_cast<std::uint64_t>(database.number(pragma)) * page_bytes;
  }
  [[nodiscard]] std::uint64_t entries() {
    return static_cast<std::uint64_t>(database.number("SELECT count(*) FROM uses"));
  }

  CacheOptions options;
  std::filesystem::path path;
  std::mutex mutex;  // of all below
  SqliteDatabase database;
  std::uint64_t page_bytes = 0;
  std::unordered_map<std::int64_t, std::int64_t> waiting_uses{};  // id -> when
  std::optional<SqliteStatement> select{}, insert{}, insert_use{}, update_use{};
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
};

std::optional<std::vector<float>> EmbeddingCache::Impl::find(const EmbeddingKey& key) {
  SqliteStatement& row = select->bind(1, key.sha256);
  if (!row.step()) {
    row.reset();
    ++misses;
    return std::nullopt;
  }
  const std::int64_t id = row.number(0), expected = row.number(1);
  const auto bytes = row.bytes(2);
  const bool is_whole = !bytes.empty() && bytes.size() % sizeof(float) == 0 && checksum(bytes) == expected;
  std::vector<float> vector(bytes.size() / sizeof(float));
  if (is_whole) std::memcpy(vector.data(), bytes.data(), bytes.size());
  const std::size_t byte_count = bytes.size();
  row.reset();
  check(
      is_whole, ErrorCode::kInvalidData,
      "{}: the entry {} of {} bytes is damaged; delete the file and what stands beside it under its name with -wal and "
      "-shm: it is filled again",
      database.path(), id, byte_count);
  ++hits;
  waiting_uses[id] = now_ms();
  return vector;
}

void EmbeddingCache::Impl::write_waiting_uses() {
  for (const auto& [id, when] : waiting_uses) update_use->bind(1, when).bind(2, id).run();
}

/// Readers do not wait for writers just to say what they read.
void EmbeddingCache::Impl::write_uses(bool is_last) {
  if (waiting_uses.empty() || (!is_last && waiting_uses.size() < kUsesPerWrite)) return;
  database.set_patience(std::chrono::milliseconds(is_last ? 1000 : 0));
  try {
    SqliteTransaction transaction(database, Kind::kWrite);
    write_waiting_uses();
    transaction.commit();
    waiting_uses.clear();
  } catch (const Error&) {  // a fault of the file shows where entries are read or written
    if (waiting_uses.size() >= kMaxWaitingUses) waiting_uses.clear();
  }
  database.set_patience(options.patience);
}

void EmbeddingCache::Impl::remove_oldest(std::uint64_t count) {
  for (const char* sql : {"DELETE FROM vectors WHERE id IN (SELECT id FROM uses ORDER BY used_ms, id LIMIT ?)",
                          "DELETE FROM uses WHERE id IN (SELECT id FROM uses ORDER BY used_ms, id LIMIT ?)"})
    SqliteStatement(database, sql).bind(1, static_cast<std::int64_t>(count)).run();
}

/// Within a transaction: makes the file no larger than its limit once `needed` bytes more are used. What goes is a
/// tenth of the limit at least, so that it is not done again at once.
void EmbeddingCache::Impl::keep_limit(std::uint64_t needed) {
  if (used_bytes() + needed > options.max_bytes) {
    const std::uint64_t goal = options.max_bytes - std::max(needed, options.max_bytes / 10);
    for (std::uint64_t used = used_bytes(), left = entries(); used > goal && left > 0;) {
      const double excess = static_cast<double>(used - goal) / static_cast<double>(used);
      const auto count = static_cast<std::uint64_t>(std::ceil(excess * static_cast<double>(left)));
      remove_oldest(count);
      left -= std::min(count, left);
      used = used_bytes();
    }
  }
  if (file_bytes() > options.max_bytes) database.run("PRAGMA incremental_vacuum");
}

void EmbeddingCache::Impl::put(std::span<const CacheEntry> entries) {
  std::uint64_t needed = kSparePages * page_bytes;
  for (const CacheEntry& entry : entries) needed += bytes_needed(entry.vector.size());
  SqliteTransaction transaction(database, Kind::kWrite);
  write_waiting_uses();
  keep_limit(needed);
  const std::int64_t now = now_ms();
  for (const CacheEntry& entry : entries) {
    const auto bytes = std::as_bytes(entry.vector);
    insert->bind(1, entry.key.sha256).bind(2, checksum(bytes)).bind(3, bytes).run();
    if (sqlite3_changes(database.get()) == 0) continue;
    insert_use->bind(1, sqlite3_last_insert_rowid(database.get())).bind(2, now).run();
  }
  keep_limit(0);
  transaction.commit();
  waiting_uses.clear();
}

EmbeddingCache::EmbeddingCache(const std::filesystem::path& folder, const CacheOptions& options) {
  check(options.max_bytes >= kMinCacheBytes && options.max_bytes <= kMaxCacheBytes, ErrorCode::kInvalidArgument,
        "cache: a limit of {} bytes is not in [{},{}]", options.max_bytes, kMinCacheBytes, kMaxCacheBytes);
  check(options.patience.count() >= 0 && options.patience <= std::chrono::hours(1), ErrorCode::kInvalidArgument,
        "cache: a patience of {} ms is not in [0,3600000]", options.patience.count());
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  check(!error, ErrorCode::kIo, "{}: the folder cannot be made: {}", folder.string(), error.message());
  impl_ = std::make_unique<Impl>(folder / "embeddings.sqlite", options);
  SqliteDatabase& database = impl_->database;
  impl_->page_bytes = static_cast<std::uint64_t>(database.number("PRAGMA page_size"));
  impl_->select.emplace(database, "SELECT id, checksum, vector FROM vectors WHERE key = ?");
  impl_->insert.emplace(database,
                        "INSERT INTO vectors (key, checksum, vector) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  impl_->insert_use.emplace(database, "INSERT OR REPLACE INTO uses (id, used_ms) VALUES (?, ?)");
  impl_->update_use.emplace(database, "UPDATE uses SET used_ms = max(used_ms, ?) WHERE id = ?");
}

EmbeddingCache::EmbeddingCache(EmbeddingCache&&) noexcept = default;
EmbeddingCache& EmbeddingCache::operator=(EmbeddingCache&&) noexcept = default;

EmbeddingCache::~EmbeddingCache() {
  if (impl_) impl_->write_uses(true);
}

std::optional<std::vector<float>> EmbeddingCache::find(const EmbeddingKey& key) {
  const std::lock_guard lock(impl_->mutex);
  auto vector = impl_->find(key);
  impl_->write_uses(false);
  return vector;
}

std::vector<std::optional<std::vector<float>>> EmbeddingCache::find_many(std::span<const EmbeddingKey> keys) {
  const std::lock_guard lock(impl_->mutex);
  std::vector<std::optional<std::vector<float>>> vectors;
  vectors.reserve(keys.size());
  {
    SqliteTransaction transaction(impl_->database, Kind::kRead);  // one lock for all
    for (const EmbeddingKey& key : keys) vectors.push_back(impl_->find(key));
  }
  impl_->write_uses(false);
  return vectors;
}

void EmbeddingCache::put_many(std::span<const CacheEntry> entries) {
  for (std::size_t i = 0; i < entries.size(); ++i) check_entry(entries[i], i);
  const std::lock_guard lock(impl_->mutex);
  const std::uint64_t limit = std::min(kMaxBytesPerWrite, impl_->options.max_bytes / 4);
  while (!entries.empty()) {
    std::size_t count = 0;
    for (std::uint64_t bytes = 0; count < entries.size(); ++count) {
      bytes += bytes_needed(entries[count].vector.size());
      if (count > 0 && bytes > limit) break;
    }
    impl_->put(entries.first(count));
    entries = entries.subspan(count);
  }
}

CacheStats EmbeddingCache::stats() {
  const std::lock_guard lock(impl_->mutex);
  SqliteTransaction transaction(impl_->database, Kind::kRead);
  return {.entries = impl_->entries(),
          .file_bytes = impl_->file_bytes(),
          .used_bytes = impl_->used_bytes(),
          .hits = impl_->hits,
          .misses = impl_->misses};
}

void EmbeddingCache::clear() {
  const std::lock_guard lock(impl_->mutex);
  SqliteTransaction transaction(impl_->database, Kind::kWrite);
  impl_->database.run("DELETE FROM vectors; DELETE FROM uses; PRAGMA incremental_vacuum");
  transaction.commit();
  impl_->waiting_uses.clear();
}

const std::filesystem::path& EmbeddingCache::path() const { return impl_->path; }

}  // namespace emo3d::encode
