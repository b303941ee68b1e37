#include "emo3d/transfer_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace emo3d::cli {

TransferLine::TransferLine() : terminal_(::isatty(STDERR_FILENO) == 1) {}

TransferLine::~TransferLine() { interrupt(); }

void TransferLine::interrupt() {
  if (std::exchange(shown_, false)) std::fputs("\n", stderr);
}

void TransferLine::show(const store::TransferState& state) {
  if (!terminal_) return;
  const auto now = Progress::Clock::now();
  if (file_ != state.file || state.done < first_) {
    file_ = state.file;
    first_ = state.done;
    start_ = printed_ = now;
  }
  if (now - printed_ < std::chrono::milliseconds(200)) return;
  printed_ = now;
  fmt::print(stderr, "\r\033[K{}", transfer_text(state, first_, std::chrono::duration<double>(now - start_).count()));
  shown_ = true;
}

std::string transfer_text(const store::TransferState& state, std::uint64_t first, double seconds) {
  constexpr double kMegabyte = 1e6;
  const double done = static_cast<double>(state.done) / kMegabyte;
  const double gained = static_cast<double>(state.done - std::min(first, state.done)) / kMegabyte;
  const double rate = seconds > 0 ? gained / seconds : 0;
  if (!state.total || *state.total == 0) return fmt::format("{}: {:.1f} MB, {:.1f} MB/s", state.file, done, rate);
  const double total = static_cast<double>(*state.total) / kMegabyte;
  return fmt::format("{}: {:.1f} of {:.1f} MB ({}%), {:.1f} MB/s, {} left", state.file, done, total,
                     state.done * 100 / *state.total, rate,
                     rate > 0 ? duration_text((total - done) / rate) : "unknown time");
}

}  // namespace emo3d::cli
