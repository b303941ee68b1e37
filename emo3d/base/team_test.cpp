#include "emo3d/base/team.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <vector>

#include "tests/support/no_new_threads.h"

namespace emo3d {
namespace {

TEST(Team, DoesEveryPieceOnceInManyJobs) {
  for (const int threads : {1, 2, 5}) {
    Team team(threads);
    ASSERT_EQ(team.size(), static_cast<std::size_t>(threads));
    std::vector<int> times(64);
    constexpr int kJobs = 5000;
    for (int job = 0; job < kJobs; ++job)
      team.run(static_cast<std::size_t>(job % 64), [&](std::size_t i) { ++times[i]; });
    for (std::size_t i = 0; i < times.size(); ++i) {
      int expected = 0;
      for (int job = 0; job < kJobs; ++job) expected += static_cast<int>(i) < job % 64 ? 1 : 0;
      EXPECT_EQ(times[i], expected) << i;
    }
  }
}

TEST(Team, WakesHelpersThatSleep) {
  Team team(3);
  std::vector<int> times(3);
  for (int job = 0; job < 5; ++job) {
    team.run(3, [&](std::size_t i) {
      ++times[i];
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_THAT(times, ::testing::Each(5));
}

TEST(Team, SeesWhatThePiecesWrote) {
  Team team(2);
  for (int job = 0; job < 2000; ++job) {
    std::vector<int> values(2);
    team.run(2, [&](std::size_t i) { values[i] = job + static_cast<int>(i); });
    ASSERT_EQ(std::accumulate(values.begin(), values.end(), 0), 2 * job + 1);
  }
}

TEST(Team, OfAThreadIsKeptFromCallToCall) {
  Team& two = team_of_this_thread(2);
  EXPECT_EQ(two.size(), 2u);
  EXPECT_EQ(&team_of_this_thread(2), &two);
  EXPECT_EQ(team_of_this_thread(3).size(), 3u);
}

TEST(Team, EndsAtOnceWithoutWork) {
  for (int i = 0; i < 200; ++i) const Team team(4);
}

TEST(Team, DoesWithoutHelpersThatCannotBeStarted) {
  const emo3d::testing::NoNewThreads none;
  Team team(3);
  EXPECT_EQ(team.size(), 1u);
  std::vector<int> times(5);
  team.run(5, [&](std::size_t i) { ++times[i]; });
  EXPECT_THAT(times, ::testing::Each(1));
}

}  // namespace
}  // namespace emo3d
