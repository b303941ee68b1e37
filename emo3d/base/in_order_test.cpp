#include "emo3d/base/in_order.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "tests/support/no_new_threads.h"

namespace emo3d {
namespace {

TEST(InOrder, ResultsComeInOrderWhateverTheirTimes) {
  for (const unsigned threads : {1u, 2u, 7u}) {
    std::vector<std::string> taken;
    std::atomic<int> workers = 0;
    parallel_in_order(
        40, threads,
        [&] {
          ++workers;
          return [](std::size_t i) {
            std::this_thread::sleep_for(std::chrono::microseconds(i % 5 == 0 ? 2000 : 10));
            return std::to_string(i);
          };
        },
        [&](std::size_t i, const std::string& result) {
          EXPECT_EQ(i, taken.size());
          taken.push_back(result);
        });
    ASSERT_EQ(taken.size(), 40u);
    for (std::size_t i = 0; i < 40; ++i) EXPECT_EQ(taken[i], std::to_string(i));
    EXPECT_EQ(workers, static_cast<int>(threads)) << "one worker a thread";
  }
}

TEST(InOrder, FewResultsWait) {
  std::atomic<std::size_t> made = 0;
  std::size_t most = 0;
  parallel_in_order(
      200, 2, [&] { return [&](std::size_t i) { return ++made, i; }; },
      [&](std::size_t i, std::size_t) {
        if (i < 5) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        most = std::max(most, made - i);
      });
  EXPECT_LE(most, 12u);
}

TEST(InOrder, ExceptionsOfEitherSideEndIt) {
  const auto same = [] { return [](std::size_t i) { return i; }; };
  const auto broken = [] { return [](std::size_t i) { return i == 5 ? throw std::runtime_error("worker") : i; }; };
  std::size_t taken = 0;
  EXPECT_THROW(parallel_in_order(100, 3, broken, [&](std::size_t, std::size_t) { ++taken; }), std::runtime_error);
  EXPECT_LE(taken, 5u) << "results before the one that failed";
  EXPECT_THROW(parallel_in_order(100, 3, same,
                                 [](std::size_t i, std::size_t) {
                                   if (i == 7) throw std::logic_error("taker");
                                 }),
               std::logic_error);
  EXPECT_THROW(parallel_in_order(
                   3, 2, []() -> std::size_t (*)(std::size_t) { throw std::runtime_error("no model"); },
                   [](std::size_t, std::size_t) {}),
               std::runtime_error);
  parallel_in_order(0, 0, same, [](std::size_t, std::size_t) { FAIL(); });
}

TEST(InOrder, GoesOnWhereNoThreadCanBeStarted) {
  const testing::NoNewThreads none;
  ASSERT_THROW(std::thread([] {}), std::system_error);
  const auto caller = std::this_thread::get_id();
  std::vector<std::size_t> taken;
  parallel_in_order(
      20, 3,
      [&] {
        EXPECT_EQ(std::this_thread::get_id(), caller);
        return [](std::size_t i) { return i * i; };
      },
      [&](std::size_t i, std::size_t result) {
        EXPECT_EQ(result, i * i);
        taken.push_back(i);
      });
  EXPECT_EQ(taken.size(), 20u);
}

}  // namespace
}  // namespace emo3d
