#include "emo3d/encode/length_batches.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <numeric>

#include "emo3d/base/error.h"

namespace emo3d::encode {
namespace {

std::size_t tokens(const Batch& batch, std::span<const std::size_t> lengths) {
  std::size_t sum = 0;
  for (const std::size_t i : batch) sum += lengths[i];
  return sum;
}

TEST(LengthBatches, HoldEverySequenceOnce) {
  EXPECT_TRUE(rc::check("partition", [] {
    const auto lengths = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(1, 600));
    const auto threads = *rc::gen::inRange(1u, 9u);
    const auto batches = length_batches(lengths, threads);
    std::vector<std::size_t> all;
    for (const Batch& batch : batches) {
      RC_ASSERT(!batch.empty());
      all.insert(all.end(), batch.begin(), batch.end());
    }
    std::ranges::sort(all);
    std::vector<std::size_t> expected(lengths.size());
    std::iota(expected.begin(), expected.end(), std::size_t{0});
    RC_ASSERT(all == expected);
  }));
}

TEST(LengthBatches, GiveEveryThreadTheSameWork) {
  std::vector<std::size_t> lengths;
  for (std::size_t i = 0; i < 100; ++i) lengths.push_back(5 + i * 37 % 70);
  const auto batches = length_batches(lengths, 4);
  EXPECT_EQ(batches.size() % 4, 0u);
  const std::size_t first = tokens(batches[0], lengths);
  for (const Batch& batch : batches)
    EXPECT_NEAR(static_cast<double>(tokens(batch, lengths)), static_cast<double>(first), 10.0);
}

TEST(LengthBatches, KeepFewTokensTogether) {
  EXPECT_EQ(length_batches(std::vector<std::size_t>{19}, 2).size(), 1u);
  EXPECT_EQ(length_batches(std::vector<std::size_t>(8, 10), 2).size(), 1u);
  EXPECT_TRUE(length_batches({}, 2).empty());
}

TEST(RunBatches, ReachEveryBatchAndPassOnErrors) {
  for (const unsigned threads : {1u, 2u, 3u}) {
    for (const std::size_t count : {1, 30, 300}) {
      const std::vector<std::size_t> lengths(count, 20);
      std::vector<int> seen(count);
      run_batches(lengths, threads, [&](const Batch& batch, Team& team) {
        EXPECT_GE(team.size(), 1u);
        for (const std::size_t i : batch) ++seen[i];
      });
      EXPECT_EQ(seen, std::vector<int>(count, 1));
      EXPECT_THROW(
          run_batches(lengths, threads, [](const Batch&, Team&) { fail(ErrorCode::kInvalidArgument, "no such text"); }),
          Error);
    }
  }
}

}  // namespace
}  // namespace emo3d::encode
