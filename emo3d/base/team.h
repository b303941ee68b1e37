#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace emo3d {

/// Threads that help one caller with pieces of work of some microseconds each. A helper that is not running (the
/// processors are busy) costs the caller nothing: it does the pieces that nobody has taken. Unlike with OpenMP's
/// threads, nobody waits for a helper that has not begun.
class Team {
 public:
  /// \param threads at least 1; the caller is one of them. Fewer where the system cannot start so many.
  /// \param begin called once in each helper before its first piece.
  explicit Team(int threads, void (*begin)() = nullptr);
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;
  ~Team();

  [[nodiscard]] std::size_t size() const { return helpers_.size() + 1; }

  /// Calls body(i) for every i in [0, count), each in one of the team's threads; count is below 2^16, and bodies throw
  /// nothing. Returns when all are done.
  template <typename Body>
  void run(std::size_t count, const Body& body) {
    if (count <= 1 || helpers_.empty()) {
      for (std::size_t i = 0; i < count; ++i) body(i);
      return;
    }
    share(count, &body, [](const void* context, std::size_t i) { (*static_cast<const Body*>(context))(i); });
  }

 private:
  using Call = void (*)(const void* context, std::size_t index);

  void share(std::size_t count, const void* context, Call call);
  bool take_one();
  void help(void (*begin)());

  /// The pieces of the job at hand: its number (upper 32 bits), how many there are and which is next (16 bits each).
  /// What the job is may be read only by who has taken one of its pieces: the job does not end before that piece does.
  alignas(64) std::atomic<std::uint64_t> ticket_ = 0;
  alignas(64) std::atomic<std::size_t> done_ = 0;
  alignas(64) const void* context_ = nullptr;
  Call call_ = nullptr;
  std::atomic<bool> stop_ = false;
  std::vector<std::thread> helpers_;
};

/// The calling thread's own team of min(`threads`, 256) threads (0: default_threads()), kept from call to call for as
/// long as the thread asks for the same number. Its helpers sleep while there is nothing to do.
[[nodiscard]] Team& team_of_this_thread(unsigned threads);

}  // namespace emo3d
