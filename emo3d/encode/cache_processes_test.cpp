#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/encode/embedding_cache.h"
#include "emo3d/encode/sqlite_database.h"

/// Several processes on one cache, some of which are killed.
namespace emo3d::encode {
namespace {

constexpr std::size_t kSize = 512;

EmbeddingKey key_of(int number) { return embedding_key(std::to_string(number), {"model", "float32", "cls", "1"}); }
std::vector<float> vector_of(int number) { return std::vector<float>(kSize, static_cast<float>(number)); }

void put(EmbeddingCache& cache, int begin, int end) {
  std::vector<std::vector<float>> vectors;
  for (int i = begin; i < end; ++i) vectors.push_back(vector_of(i));
  std::vector<CacheEntry> entries;
  for (int i = begin; i < end; ++i) entries.push_back({key_of(i), vectors[static_cast<std::size_t>(i - begin)]});
  cache.put_many(entries);
}

/// Runs `body` in a process of its own, which ends with 0 where it returns true.
pid_t start(const std::function<bool()>& body) {
  const pid_t process = ::fork();
  if (process != 0) return process;
  int status = 1;
  try {
    status = body() ? 0 : 2;
  } catch (const std::exception& e) {
    static_cast<void>(::write(STDERR_FILENO, e.what(), std::string_view(e.what()).size()));
  }
  ::_exit(status);
}

int wait_for(pid_t process) {
  int status = 0;
  ::waitpid(process, &status, 0);
  return status;
}

std::int64_t faults(const std::filesystem::path& folder) {
  SqliteDatabase database(folder / "embeddings.sqlite", std::chrono::seconds(5));
  return database.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'");
}

TEST(CacheProcesses, WriteAtOnceFromTheStart) {
  const TemporaryDirectory folder;
  std::vector<pid_t> processes;
  for (int p = 0; p < 4; ++p)
    processes.push_back(start([&] {
      EmbeddingCache cache(folder.path(), {.patience = std::chrono::seconds(60)});
      for (int i = 0; i < 40; ++i) {
        put(cache, 5 * i + p, 5 * i + p + 10);
        for (int n = 5 * i + p; n < 5 * i + p + 10; ++n)
          if (cache.find(key_of(n)) != vector_of(n)) return false;
      }
      return true;
    }));
  for (const pid_t process : processes) EXPECT_EQ(wait_for(process), 0);
  EmbeddingCache cache(folder.path());
  EXPECT_EQ(cache.stats().entries, 5u * 39 + 3 + 10);
  EXPECT_EQ(faults(folder.path()), 0);
}

TEST(CacheProcesses, KeepTheLimitTogether) {
  const TemporaryDirectory folder;
  const CacheOptions options{.max_bytes = 2 * kMinCacheBytes, .patience = std::chrono::seconds(60)};
  std::vector<pid_t> processes;
  for (int p = 0; p < 3; ++p)
    processes.push_back(start([&] {
      EmbeddingCache cache(folder.path(), options);
      for (int i = 0; i < 40; ++i) {
        put(cache, 100'000 * p + 30 * i, 100'000 * p + 30 * i + 30);
        if (cache.stats().file_bytes > options.max_bytes) return false;
      }
      return true;
    }));
  for (const pid_t process : processes) EXPECT_EQ(wait_for(process), 0);
  EXPECT_EQ(faults(folder.path()), 0);
}

TEST(CacheProcesses, AreKilledWhileTheyWriteWithoutHarm) {
  const TemporaryDirectory folder;
  int written = 0;
  for (int round = 0; round < 8; ++round) {
    const int begin = 1'000'000 * round;
    const pid_t process = start([&] {
      EmbeddingCache cache(folder.path(), {.max_bytes = 2 * kMinCacheBytes});
      for (int i = begin;; i += 25) put(cache, i, i + 25);
      return false;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(40 + 17 * round));
    ::kill(process, SIGKILL);
    EXPECT_TRUE(WIFSIGNALED(wait_for(process)));

    EmbeddingCache cache(folder.path(), {.max_bytes = 2 * kMinCacheBytes});
    EXPECT_EQ(faults(folder.path()), 0) << round;
    for (int i = begin; i < begin + 3000; ++i) {
      const auto found = cache.find(key_of(i));
      EXPECT_TRUE(!found || *found == vector_of(i)) << i;
      if (found) ++written;
    }
    put(cache, -10 * round - 10, -10 * round);
    EXPECT_EQ(cache.find(key_of(-10 * round - 1)), vector_of(-10 * round - 1));
  }
  EXPECT_GT(written, 0);
}

}  // namespace
}  // namespace emo3d::encode
