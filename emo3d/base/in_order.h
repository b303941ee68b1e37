#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "emo3d/base/parallel.h"

namespace emo3d {

namespace detail {

/// What the threads of parallel_in_order() share.
template <typename Result>
class OrderedQueue {
 public:
  OrderedQueue(std::size_t count, std::size_t window) : count_(count), window_(window) {}

  /// The next index to work on, once it is less than `window` ahead of what was taken; `count` where there is none.
  [[nodiscard]] std::size_t claim() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || claimed_ >= count_ || claimed_ < taken_ + window_; });
    return stopped_ || claimed_ >= count_ ? count_ : claimed_++;
  }
  void put(std::size_t index, Result result) {
    const std::scoped_lock lock(mutex_);
    ready_.emplace(index, std::move(result));
    changed_.notify_all();
  }
  /// Waits for the next result in order. \throws what a worker threw.
  [[nodiscard]] Result take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return error_ || ready_.contains(taken_); });
    if (error_) std::rethrow_exception(error_);
    Result result = std::move(ready_.extract(taken_++).mapped());
    changed_.notify_all();
    return result;
  }
  void stop(const std::exception_ptr& error = nullptr) {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
    if (!error_) error_ = error;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::size_t, Result> ready_;
  std::size_t count_, window_;
  std::size_t claimed_ = 0, taken_ = 0;
  bool stopped_ = false;
  std::exception_ptr error_;
};

/// Starts up to `count` threads, fewer where the system has no more. \pre `threads` has room for them
template <typename Work>
void start_threads(std::vector<std::jthread>& threads, std::size_t count, const Work& work) {
  try {
    while (threads.size() < count) threads.emplace_back(work);
  } catch (const std::system_error&) {  // what has started goes on
  }
}

}  // namespace detail

/// Makes `count` results on `threads` threads (0: default_threads()) and hands them to `take(index, Result)` in order,
/// on the calling thread, while others are being made. `make_worker()` is called once in each thread and gives a
/// callable `Result worker(index)` of that thread's own. Few results wait at a time, whatever `count` is. The first
/// exception of a worker or of `take` is rethrown here after all threads have stopped. Where the system starts fewer
/// threads those do the work, and the calling thread where it starts none.
///
///     parallel_in_order(paths.size(), 0, [&] { return [&](std::size_t i) { return read_file(paths[i]); }; },
///                       [&](std::size_t i, std::string bytes) { append(i, bytes); });
template <typename MakeWorker, typename Take>
void parallel_in_order(std::size_t count, unsigned threads, const MakeWorker& make_worker, const Take& take) {
  using Worker = std::invoke_result_t<const MakeWorker&>;
  using Result = std::invoke_result_t<Worker&, std::size_t>;
  constexpr std::size_t kAheadPerThread = 4;
  if (count == 0) return;
  if (threads == 0) threads = default_threads();
  if (threads > count) threads = static_cast<unsigned>(count);
  detail::OrderedQueue<Result> queue(count, kAheadPerThread * threads);
  const auto work = [&] {
    try {
      Worker worker = make_worker();
      for (std::size_t i = queue.claim(); i < count; i = queue.claim()) queue.put(i, worker(i));
    } catch (...) {
      queue.stop(std::current_exception());
    }
  };
  std::vector<std::jthread> workers;
  workers.reserve(threads);
  try {
    detail::start_threads(workers, threads, work);
    if (workers.empty()) {
      Worker worker = make_worker();
      for (std::size_t i = 0; i < count; ++i) take(i, worker(i));
      return;
    }
    for (std::size_t i = 0; i < count; ++i) take(i, queue.take());
  } catch (...) {
    queue.stop();
    throw;
  }
}

}  // namespace emo3d
