#pragma once

#include <algorithm>
#include <ctime>
#include <limits>

namespace emo3d::testing {

/// Seconds of this thread on a processor that the shortest of three calls takes: other programs on the machine hardly
/// change it, so that growth with the input can be tested.
template <typename F>
double shortest_cpu_seconds(F&& call) {
  const auto now = [] {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  };
  double shortest = std::numeric_limits<double>::max();
  for (int repeat = 0; repeat < 3; ++repeat) {
    const double start = now();
    call();
    shortest = std::min(shortest, now() - start);
  }
  return shortest;
}

}  // namespace emo3d::testing
