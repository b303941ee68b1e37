#include "emo3d_train/report.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <utility>

#include "emo3d/interrupt.h"

namespace emo3d::cli {

train::JobReport job_report() {
  struct State {
    bool terminal = ::isatty(STDERR_FILENO) == 1;
    bool open_line = false;
    Progress::Clock::time_point printed = Progress::Clock::now();

    void end_line() {
      if (std::exchange(open_line, false)) fmt::print(stderr, "\n");
    }
  };
  catch_interrupts();
  const auto state = std::make_shared<State>();
  return {.started =
              [state](std::string_view step) {
                throw_if_interrupted();
                state->end_line();
                fmt::print(stderr, "{}\n", step);
              },
          .advanced =
              [state](Progress& progress, std::string_view unit) {
                throw_if_interrupted();
                if (!progress.due()) return;
                const auto now = Progress::Clock::now();
                if (state->terminal) {
                  fmt::print(stderr, "\r\033[K  {}", progress.line(unit, now));
                  state->open_line = true;
                } else if (now - state->printed >= std::chrono::seconds(5)) {
                  fmt::print(stderr, "  {}\n", progress.line(unit, now));
                  state->printed = now;
                }
              }};
}

}  // namespace emo3d::cli
