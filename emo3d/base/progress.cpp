#include "emo3d/base/progress.h"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

namespace emo3d {
std::string grouped(std::size_t value) {
  std::string digits = std::to_string(value);
  for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3)
    digits.insert(static_cast<std::size_t>(i), ",");
  return digits;
}

std::string counted(std::size_t value, std::string_view of_one) {
  return fmt::format("{} {}{}", grouped(value), of_one, value == 1 ? "" : "s");
}

std::string duration_text(double seconds) {
  const long long s = std::llround(seconds);
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
}

bool Progress::due(Clock::time_point now) {
  if (now - shown_ < std::chrono::milliseconds(200)) return false;
  shown_ = now;
  return true;
}

std::string Progress::line(std::string_view unit, Clock::time_point now) const {
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  const double rate = elapsed > 0 ? static_cast<double>(done_) / elapsed : 0;
  const std::string speed = rate >= 10 ? grouped(static_cast<std::size_t>(rate)) : fmt::format("{:.2f}", rate);
  if (total_ == 0) return fmt::format("{} {}, {} {}/s", grouped(done_), unit, speed, unit);
  const double left = rate > 0 ? static_cast<double>(total_ - done_) / rate : 0;
  return fmt::format("{} of {} ({}%), {} {}/s, {} left", grouped(done_), grouped(total_), done_ * 100 / total_, speed,
                     unit, done_ == 0 ? "unknown time" : duration_text(left));
}

}  // namespace emo3d
