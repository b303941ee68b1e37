#pragma once

#include <filesystem>
#include <optional>

#include "emo3d/service/generate.h"

namespace emo3d::cli {

/// What a batch did, for its closing line.
struct BatchSummary {
  std::size_t texts = 0;
  std::size_t refused = 0;
};

/// Reads one description a line from `input` ("-": standard input) and writes one JSON object a line to `output`
/// (standard output where it is absent), in the order of the lines; blank lines are skipped. A line that is refused
/// gives an object with "line" and "error" and does not stop the others. A file takes its name when all is written.
[[nodiscard]] BatchSummary run_batch(const service::Generator& generator, const std::filesystem::path& input,
                                     const std::optional<std::filesystem::path>& output,
                                     const service::GenerateOptions& options);

}  // namespace emo3d::cli
