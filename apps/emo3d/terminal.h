#pragma once

#include <string>
#include <string_view>

#include "emo3d/base/json.h"
#include "emo3d/base/progress.h"
#include "emo3d/service/generate.h"

namespace emo3d::cli {

void print_line(std::string_view line);

/// Prints JSON for programs, indented by two. Bytes that are no UTF-8, as paths may hold, become U+FFFD.
void print_json(const OrderedJson& json);

/// A string from a file as it may stand in a line on a terminal: control characters and broken UTF-8 escaped.
[[nodiscard]] std::string printable(std::string_view text);

/// Emotion bars and the strongest channels, for people.
[[nodiscard]] std::string describe(const service::Generated& generated);

/// Clauses with their emotions, words that tell feelings, actions, and where each channel's score comes from.
[[nodiscard]] std::string describe(const model::Explanation& explanation);

/// Shows the progress of a long job on standard error: rewriting one line on a terminal, a line every 5 s elsewhere.
class ProgressLine {
 public:
  ProgressLine(std::size_t total, std::string_view unit);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  /// `note` stands at the end of the line.
  void add(std::size_t items, std::string_view note = {});
  /// Ends the line on a terminal, so that something else can be printed.
  void interrupt();

 private:
  Progress progress_;
  std::string unit_;
  bool terminal_;
  Progress::Clock::time_point printed_ = Progress::Clock::now();
  bool shown_ = false;
};

}  // namespace emo3d::cli
