#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace emo3d {

/// "5 s", "2 min 05 s", "1 h 20 min".
[[nodiscard]] std::string duration_text(double seconds);

/// "1,200".
[[nodiscard]] std::string grouped(std::size_t value);
/// "1 photo", "1,200 photos".
[[nodiscard]] std::string counted(std::size_t value, std::string_view of_one);

/// Rate and remaining time of a long job; it makes the line, the caller prints it.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;
  /// `total` is 0 where it is unknown.
  explicit Progress(std::size_t total, Clock::time_point start = Clock::now()) : total_(total), start_(start) {}

  void add(std::size_t items = 1) { done_ += items; }
  [[nodiscard]] std::size_t done() const { return done_; }
  /// True at most every 0.2 s, and never for a job younger than that: ask before printing.
  [[nodiscard]] bool due(Clock::time_point now = Clock::now());
  /// `"1,200 of 6,000 (20%), 950 texts/s, 5 s left"`; `unit` is plural.
  [[nodiscard]] std::string line(std::string_view unit, Clock::time_point now = Clock::now()) const;

 private:
  std::size_t total_;
  std::size_t done_ = 0;
  Clock::time_point start_;
  Clock::time_point shown_ = start_;
};

}  // namespace emo3d
