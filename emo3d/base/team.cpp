#include "emo3d/base/team.h"

#include <algorithm>
#include <optional>
#include <system_error>

#include "emo3d/base/parallel.h"

namespace emo3d {
namespace {

constexpr std::uint64_t kNextMask = 0xFFFF;
constexpr std::uint64_t kJob = std::uint64_t{1} << 32;
/// How often a helper looks for work before it sleeps: longer than the steps that are not shared take.
constexpr int kSpins = 5000;

void pause_briefly() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

Team::Team(int threads, void (*begin)()) {
  helpers_.reserve(static_cast<std::size_t>(threads - 1));
  try {
    for (int i = 1; i < threads; ++i) helpers_.emplace_back([this, begin] { help(begin); });
  } catch (const std::system_error&) {  // the system has no more threads: those that started will do
  }
}

Team::~Team() {
  stop_ = true;
  ticket_ += kJob;
  ticket_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
}

void Team::share(std::size_t count, const void* context, Call call) {
  context_ = context;
  call_ = call;
  done_.store(0, std::memory_order_relaxed);
  const std::uint64_t job = (ticket_.load(std::memory_order_relaxed) & ~(kJob - 1)) + kJob;
  ticket_.store(job | (static_cast<std::uint64_t>(count) << 16), std::memory_order_release);
  ticket_.notify_all();
  while (take_one()) {
  }
  for (int spins = 0; done_.load(std::memory_order_acquire) < count; ++spins) {
    if (spins < kSpins)
      pause_briefly();
    else
      std::this_thread::yield();  // a helper has been interrupted in the middle of its piece
  }
}

bool Team::take_one() {
  std::uint64_t ticket = ticket_.load(std::memory_order_acquire);
  do {
    if ((ticket & kNextMask) >= ((ticket >> 16) & kNextMask)) return false;
  } while (!ticket_.compare_exchange_weak(ticket, ticket + 1, std::memory_order_acq_rel, std::memory_order_acquire));
  call_(context_, ticket & kNextMask);
  done_.fetch_add(1, std::memory_order_release);
  return true;
}

void Team::help(void (*begin)()) {
  if (begin != nullptr) begin();
  for (int idle = 0;; ++idle) {
    const std::uint64_t before = ticket_.load(std::memory_order_acquire);
    if (stop_) return;  // looked at after the ticket: a later stop changes it, so that the wait below ends
    if (take_one())
      idle = 0;
    else if (idle < kSpins)
      pause_briefly();
    else {
      ticket_.wait(before, std::memory_order_acquire);
      idle = 0;
    }
  }
}

Team& team_of_this_thread(unsigned threads) {
  struct Kept {
    unsigned threads;
    Team team;
    explicit Kept(unsigned n) : threads(n), team(static_cast<int>(n)) {}
  };
  thread_local std::optional<Kept> kept;
  if (threads == 0) threads = default_threads();
  threads = std::min(threads, 256u);
  if (!kept || kept->threads != threads) kept.emplace(threads);
  return kept->team;
}

}  // namespace emo3d
