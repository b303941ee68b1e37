#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "emo3d/base/progress.h"
#include "emo3d/train/evaluation.h"
#include "emo3d/train/head_training.h"

namespace emo3d::train {

/// Told what a long job is doing; a user reads it.
struct JobReport {
  std::function<void(std::string_view step)> started = {};                       ///< "encoding 24,000 texts".
  std::function<void(Progress& progress, std::string_view unit)> advanced = {};  ///< After each bit of work.
};

struct DefaultTrainingOptions {
  std::filesystem::path use_lite_folder;
  std::filesystem::path output_folder;  ///< Made where missing; its files are replaced only when all are complete.
  std::uint64_t seed = 1;
  std::size_t samples = 24'000;
  std::size_t held_out_samples = 4'000;
  std::size_t epochs = 24;
  unsigned threads = 0;                         ///< For encoding; 0: default_threads().
  std::string command = "emo3d-train default";  ///< As the model card quotes it.
};

/// Makes the default model: corpus -> features -> head. A head trained on the training part of the word lists is
/// evaluated on the held-out part, through the run time. The head that is kept is then trained in the same way on all
/// lists, so that users do not miss one word in six. Writes model.safetensors, config.json and the card README.md with
/// the evaluation.
/// \throws Error for bad options and for files that cannot be read or written.
[[nodiscard]] Evaluation train_default(const DefaultTrainingOptions& options, const JobReport& report);

}  // namespace emo3d::train
