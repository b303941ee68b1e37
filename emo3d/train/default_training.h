#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "emo3d/train/evaluation.h"
#include "emo3d/train/head_training.h"
#include "emo3d/train/job_report.h"

namespace emo3d::train {

struct DefaultTrainingOptions {
  std::filesystem::path use_lite_folder;
  std::filesystem::path output_folder;    ///< Made where missing; its files are replaced only when all are complete.
  std::filesystem::path wordings_folder;  ///< Texts by people to evaluate on: tests/wordings of the source tree.
  std::uint64_t seed = 1;
  std::size_t samples = 110'000;
  std::size_t held_out_samples = 4'000;
  std::size_t epochs = 24;
  unsigned threads = 0;                         ///< For encoding; 0: default_threads().
  std::string command = "emo3d-train default";  ///< As the model card quotes it.
};

/// Makes the default model: corpus -> features -> head. The head that is kept is trained on all lists, so that users do
/// not miss one word in six. Another one is trained in the same way without the held-out part of the lists, to be
/// evaluated there. Writes model.safetensors, config.json and the card README.md with the evaluation; in kHeldOutFolder
/// the other head, for `emo3d-train evaluate`.
/// \throws Error for bad options and for files that cannot be read or written.
[[nodiscard]] Evaluation train_default(const DefaultTrainingOptions& options, const JobReport& report);

}  // namespace emo3d::train
