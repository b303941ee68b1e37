#include "emo3d/encode/embedding_cache.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <thread>

#include "emo3d/base/file.h"
#include "emo3d/encode/sqlite_database.h"
#include "tests/support/errors.h"

namespace emo3d::encode {
namespace {

using testing::error_message;

EmbeddingKey key_of(int number) { return embedding_key(std::to_string(number), {"model", "float32", "cls", "text/1"}); }

std::vector<float> vector_of(int number, std::size_t size = 64) {
  std::vector<float> vector(size);
  for (std::size_t i = 0; i < size; ++i) vector[i] = static_cast<float>(number) + 0.25F * static_cast<float>(i);
  return vector;
}

void put(EmbeddingCache& cache, int begin, int end, std::size_t size = 64) {
  std::vector<std::vector<float>> vectors;
  for (int i = begin; i < end; ++i) vectors.push_back(vector_of(i, size));
  std::vector<CacheEntry> entries;
  for (int i = begin; i < end; ++i) entries.push_back({key_of(i), vectors[static_cast<std::size_t>(i - begin)]});
  cache.put_many(entries);
}

class EmbeddingCacheTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path folder() const { return temporary_.path() / "deep" / "cache"; }
  [[nodiscard]] std::filesystem::path file() const { return folder() / "embeddings.sqlite"; }
  /// Changes the database behind the cache's back.
  void run_sql(const char* sql) const { SqliteDatabase(file(), std::chrono::seconds(1)).run(sql); }
  [[nodiscard]] std::string opening_error() const {
    return error_message([&] { EmbeddingCache cache(folder()); });
  }

  TemporaryDirectory temporary_;
};

TEST(EmbeddingKey, DiffersWithEachFieldAndWithWhereOneEnds) {
  const std::vector<std::pair<std::string, EncoderIdentity>> inputs = {
      {"a", {"m", "p", "c", "v"}}, {"b", {"m", "p", "c", "v"}}, {"a", {"n", "p", "c", "v"}},
      {"a", {"m", "q", "c", "v"}}, {"a", {"m", "p", "d", "v"}}, {"a", {"m", "p", "c", "w"}},
      {"", {"m", "p", "c", "va"}}, {"va", {"m", "p", "c", ""}}, {"a", {"mp", "", "c", "v"}},
  };
  std::set<std::array<std::byte, 32>> keys;
  for (const auto& [content, encoder] : inputs) keys.insert(embedding_key(content, encoder).sha256);
  EXPECT_EQ(keys.size(), 9u);
  EXPECT_EQ(embedding_key("a", {"m", "p", "c", "v"}), embedding_key("a", {"m", "p", "c", "v"}));
}

TEST_F(EmbeddingCacheTest, GivesBackWhatWasPutAlsoAfterReopening) {
  {
    EmbeddingCache cache(folder());
    EXPECT_EQ(cache.path(), file());
    EXPECT_FALSE(cache.find(key_of(1)).has_value());
    put(cache, 0, 100);
    EXPECT_EQ(cache.find(key_of(7)), vector_of(7));
  }
  EmbeddingCache cache(folder());
  const std::vector<EmbeddingKey> keys = {key_of(3), key_of(1000), key_of(99)};
  const auto found = cache.find_many(keys);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0], vector_of(3));
  EXPECT_FALSE(found[1].has_value());
  EXPECT_EQ(found[2], vector_of(99));
  const CacheStats stats = cache.stats();
  EXPECT_EQ(stats.entries, 100u);
  EXPECT_EQ(stats.hits, 2u);
  EXPECT_EQ(stats.misses, 1u);
}

TEST_F(EmbeddingCacheTest, WhatStandsUnderAKeyStays) {
  EmbeddingCache cache(folder());
  put(cache, 1, 2);
  const std::vector<float> other = {5, 6};
  const std::vector<CacheEntry> entries = {{key_of(1), other}, {key_of(2), other}, {key_of(2), other}};
  cache.put_many(entries);
  EXPECT_EQ(cache.find(key_of(1)), vector_of(1));
  EXPECT_EQ(cache.find(key_of(2)), other);
  EXPECT_EQ(cache.stats().entries, 2u);
}

TEST_F(EmbeddingCacheTest, VectorsOfAllSizesFit) {
  EmbeddingCache cache(folder());
  for (const std::size_t size : {1u, 512u, 768u, 1024u, 4096u, 10000u, 65536u})
    put(cache, static_cast<int>(size), static_cast<int>(size) + 2, size);
  for (const std::size_t size : {1u, 512u, 768u, 1024u, 4096u, 10000u, 65536u})
    EXPECT_EQ(cache.find(key_of(static_cast<int>(size))), vector_of(static_cast<int>(size), size));
}

TEST_F(EmbeddingCacheTest, RefusesVectorsThatAreNoneAndStoresNothing) {
  EmbeddingCache cache(folder());
  const std::vector<float> good = {1}, empty, bad = {0, std::nanf("")}, long_one(kMaxCachedValues + 1);
  const auto refusal = [&](const std::vector<float>& vector) {
    const std::vector<CacheEntry> entries = {{key_of(1), good}, {key_of(2), vector}};
    return error_message([&] { cache.put_many(entries); });
  };
  EXPECT_EQ(refusal(empty), "embedding 1: 0 values cannot be cached; expected 1 to 65536");
  EXPECT_EQ(refusal(long_one), "embedding 1: 65537 values cannot be cached; expected 1 to 65536");
  EXPECT_EQ(refusal(bad), "embedding 1: nan at index 1 cannot be cached");
  EXPECT_EQ(cache.stats().entries, 0u);
}

TEST_F(EmbeddingCacheTest, ClearGivesTheSpaceBack) {
  EmbeddingCache cache(folder());
  put(cache, 0, 2000);
  const std::uint64_t full = cache.stats().file_bytes;
  cache.clear();
  EXPECT_EQ(cache.stats().entries, 0u);
  EXPECT_LT(cache.stats().file_bytes, full / 3);
  EXPECT_FALSE(cache.find(key_of(1)).has_value());
}

TEST_F(EmbeddingCacheTest, KeepsItsLimitAndWhatWasUsedLast) {
  constexpr int kKept = 20, kBatch = 100;
  {
    EmbeddingCache cache(folder(), {.max_bytes = kMinCacheBytes});
    put(cache, 0, kKept, 128);
    for (int begin = 1000; begin < 8000; begin += kBatch) {
      put(cache, begin, begin + kBatch, 128);
      for (int i = 0; i < kKept; ++i) ASSERT_EQ(cache.find(key_of(i)), vector_of(i, 128)) << begin;
      ASSERT_LE(cache.stats().file_bytes, kMinCacheBytes);
    }
    for (int i = 8000 - kBatch; i < 8000; ++i) EXPECT_TRUE(cache.find(key_of(i)).has_value());
    EXPECT_FALSE(cache.find(key_of(1000)).has_value());
    EXPECT_GT(cache.stats().entries, 1000u);  // it is not emptied each time
  }
  EXPECT_LE(std::filesystem::file_size(file()), kMinCacheBytes);
}

TEST_F(EmbeddingCacheTest, ALowerLimitShrinksTheFile) {
  {
    EmbeddingCache cache(folder());
    put(cache, 0, 4000, 256);
    EXPECT_GT(cache.stats().file_bytes, 4 * kMinCacheBytes);
  }
  EmbeddingCache cache(folder(), {.max_bytes = kMinCacheBytes});
  put(cache, 4000, 4001, 256);
  EXPECT_LE(cache.stats().file_bytes, kMinCacheBytes);
  EXPECT_EQ(cache.find(key_of(4000)), vector_of(4000, 256));
}

TEST_F(EmbeddingCacheTest, LargeVectorsKeepASmallLimit) {
  EmbeddingCache cache(folder(), {.max_bytes = kMinCacheBytes});
  for (int i = 0; i < 12; ++i) {
    put(cache, i, i + 1, kMaxCachedValues);
    ASSERT_EQ(cache.find(key_of(i)), vector_of(i, kMaxCachedValues));
    ASSERT_LE(cache.stats().file_bytes, kMinCacheBytes);
  }
}

TEST_F(EmbeddingCacheTest, RefusesStoredVectorsOfWrongSizeOrContents) {
  for (const char* damage : {"UPDATE vectors SET vector = x'010203'", "UPDATE vectors SET vector = x'00000000'",
                             "UPDATE vectors SET vector = zeroblob(0)", "UPDATE vectors SET checksum = checksum + 1"}) {
    EmbeddingCache cache(folder());
    cache.clear();
    put(cache, 0, 1);
    run_sql(damage);
    const std::string message = error_message([&] { (void)cache.find(key_of(0)); });
    EXPECT_NE(message.find("embeddings.sqlite: the entry"), std::string::npos) << message;
    EXPECT_NE(message.find("is damaged; delete the file"), std::string::npos) << message;
    put(cache, 1, 2);
    EXPECT_EQ(cache.find(key_of(1)), vector_of(1)) << "the connection works on";
  }
}

TEST_F(EmbeddingCacheTest, RefusesFilesOfOtherKindsAndLeavesThem) {
  std::filesystem::create_directories(folder());
  const std::string text(5000, 'x');
  write_file(file(), text);
  EXPECT_NE(opening_error().find("embeddings.sqlite: the file is damaged or no SQLite database"), std::string::npos);
  EXPECT_EQ(read_file(file()), text);
  std::filesystem::remove(file());
  run_sql("CREATE TABLE mine (a); INSERT INTO mine VALUES (1)");
  const std::string before = read_file(file());
  EXPECT_NE(opening_error().find("embeddings.sqlite: a database of another program"), std::string::npos);
  EXPECT_EQ(read_file(file()), before);
}

TEST_F(EmbeddingCacheTest, RefusesANewerVersionAndReplacesAnOlder) {
  { EmbeddingCache(folder()).put_many({}); }
  run_sql("PRAGMA user_version = 99");
  EXPECT_NE(opening_error().find("a cache of version 99, made by a newer emo3d"), std::string::npos);
  run_sql("PRAGMA user_version = 0; DROP TABLE uses; CREATE TABLE old_ones (a); INSERT INTO old_ones VALUES (1)");
  EmbeddingCache cache(folder());
  put(cache, 1, 2);
  EXPECT_EQ(cache.find(key_of(1)), vector_of(1));
  EXPECT_EQ(SqliteDatabase(file(), std::chrono::seconds(1))
                .number("SELECT count(*) FROM sqlite_schema WHERE name = 'old_ones'"),
            0);
}

TEST_F(EmbeddingCacheTest, ADamagedFileIsReportedNotDeleted) {
  {
    EmbeddingCache cache(folder());
    put(cache, 0, 500);
  }
  std::string bytes = read_file(file());
  for (std::size_t i = 16384; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7);
  write_file(file(), bytes);
  const std::string message = error_message([&] {
    EmbeddingCache cache(folder());
    (void)cache.find(key_of(1));
  });
  EXPECT_NE(message.find("embeddings.sqlite: the file is damaged"), std::string::npos) << message;
  EXPECT_EQ(read_file(file()), bytes);
}

TEST_F(EmbeddingCacheTest, OptionsAndFoldersThatCannotBeAreRefused) {
  EXPECT_EQ(error_message([&] { EmbeddingCache(folder(), {.max_bytes = 5}); }),
            "cache: a limit of 5 bytes is not in [1048576,1125899906842624]");
  write_file(temporary_.path() / "deep", "a file");
  EXPECT_NE(opening_error().find("the folder cannot be made"), std::string::npos);
}

TEST_F(EmbeddingCacheTest, AnotherProgramsLockIsWaitedForOnlySoLong) {
  EmbeddingCache cache(folder(), {.patience = std::chrono::milliseconds(50)});
  put(cache, 0, 1);
  SqliteDatabase other(file(), std::chrono::seconds(1));
  SqliteTransaction transaction(other, SqliteTransaction::Kind::kWrite);
  EXPECT_NE(error_message([&] { put(cache, 1, 2); }).find("another program keeps the database locked"),
            std::string::npos);
  EXPECT_EQ(cache.find(key_of(0)), vector_of(0)) << "readers do not wait";
}

TEST_F(EmbeddingCacheTest, ThreadsShareACache) {
  EmbeddingCache cache(folder());
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&cache, t] {
      for (int i = 0; i < 50; ++i) {
        put(cache, 10 * i + t, 10 * i + t + 3);
        EXPECT_EQ(cache.find(key_of(10 * i + t)), vector_of(10 * i + t));
      }
    });
  threads.clear();
  EXPECT_EQ(cache.stats().entries, 50u * 6);
}

}  // namespace
}  // namespace emo3d::encode
