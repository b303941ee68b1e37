#pragma once

#include <string>

#include "emo3d/base/progress.h"
#include "emo3d/store/download.h"

namespace emo3d::cli {

/// Shows on standard error how far a download is, in one line that is rewritten; nothing where that is no terminal.
class TransferLine {
 public:
  TransferLine();
  ~TransferLine();
  TransferLine(const TransferLine&) = delete;
  TransferLine& operator=(const TransferLine&) = delete;

  void show(const store::TransferState& state);
  /// Ends the line, so that something else can be printed.
  void interrupt();

 private:
  bool terminal_;
  bool shown_ = false;
  std::string file_;
  std::uint64_t first_ = 0;  ///< Bytes that were there when this run began: they say nothing about the rate.
  Progress::Clock::time_point start_;
  Progress::Clock::time_point printed_;
};

/// "model.safetensors: 12.3 of 605.1 MB (2%), 5.1 MB/s, 1 min 56 s left"; `first` bytes were there `seconds` ago.
[[nodiscard]] std::string transfer_text(const store::TransferState& state, std::uint64_t first, double seconds);

}  // namespace emo3d::cli
