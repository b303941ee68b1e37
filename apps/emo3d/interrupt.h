#pragma once

namespace emo3d::cli {

/// From here on, Ctrl-C, SIGTERM and SIGHUP set a flag that throw_if_interrupted() reports, so that files under
/// construction are removed on the way out; a second signal ends the program at once. A signal that the program was
/// started to ignore, as by nohup, stays ignored.
void catch_interrupts();

/// Whether a signal has come.
[[nodiscard]] bool was_interrupted();

/// \throws Error kInterrupted where a signal has come.
void throw_if_interrupted();

}  // namespace emo3d::cli
