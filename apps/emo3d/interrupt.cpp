#include "emo3d/interrupt.h"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigaction() is POSIX

#include <csignal>

#include "emo3d/base/error.h"

namespace emo3d::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

void on_signal(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void catch_interrupts() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) std::signal(signal, on_signal);
  }
}

bool was_interrupted() { return interrupted != 0; }

void throw_if_interrupted() {
  check(!was_interrupted(), ErrorCode::kInterrupted, "interrupted; no unfinished file was left");
}

}  // namespace emo3d::cli
