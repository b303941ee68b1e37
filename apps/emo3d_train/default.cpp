#include <fmt/format.h>

#include <memory>

#include "emo3d/store/store.h"
#include "emo3d/train/default_training.h"
#include "emo3d/train/evaluation_report.h"
#include "emo3d_train/command.h"
#include "emo3d_train/report.h"

namespace emo3d::cli {
namespace {

void run(train::DefaultTrainingOptions options) {
  if (options.use_lite_folder.empty()) options.use_lite_folder = store::ModelStore::open().require("use-lite");
  const train::DefaultTrainingOptions plain;
  if (options.seed != plain.seed) options.command += fmt::format(" --seed {}", options.seed);
  if (options.samples != plain.samples) options.command += fmt::format(" --samples {}", options.samples);
  if (options.held_out_samples != plain.held_out_samples)
    options.command += fmt::format(" --held-out {}", options.held_out_samples);
  if (options.epochs != plain.epochs) options.command += fmt::format(" --epochs {}", options.epochs);
  const train::Evaluation evaluation = train::train_default(options, job_report());
  fmt::print("{}\nwritten to {}\n", to_markdown(train::aims_table(evaluation)), options.output_folder.string());
}

}  // namespace

void add_default(CLI::App& program) {
  CLI::App* command = program.add_subcommand("default", "Train the default model's head on a generated corpus");
  const auto options = std::make_shared<train::DefaultTrainingOptions>();
  options->output_folder = "models/default";
  options->wordings_folder = "tests/wordings";
  command->add_option("--seed", options->seed, "Of the corpus and of the training")->capture_default_str();
  command->add_option("--samples", options->samples, "Texts to train on")->capture_default_str();
  command->add_option("--held-out", options->held_out_samples, "Texts to evaluate on")->capture_default_str();
  command->add_option("--epochs", options->epochs, "Passes over the texts")->capture_default_str();
  command->add_option("--threads", options->threads, "For encoding the texts; 0: all processors")
      ->capture_default_str();
  command->add_option("--use-lite", options->use_lite_folder,
                      "Folder of the Universal Sentence Encoder Lite (default: the model store's)");
  command->add_option("--wordings", options->wordings_folder, "Folder of people.jsonl, texts by people to evaluate on")
      ->capture_default_str();
  command->add_option("-o,--output", options->output_folder, "Folder to write")->capture_default_str();
  command->footer(
      "Writes model.safetensors, config.json, README.md (the card, with the figures measured) and in held_out the "
      "head\n"
      "that evaluations need. A few minutes on two processors; interrupted, it leaves the folder as it was.\n"
      "Examples:\n"
      "  emo3d-train default                        train again what the project ships\n"
      "  emo3d-train default --samples 4000 --epochs 8 -o quick");
  command->callback([options] { run(*options); });
}

}  // namespace emo3d::cli
