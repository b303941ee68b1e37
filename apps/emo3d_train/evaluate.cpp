#include <fmt/format.h>

#include <memory>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/store/store.h"
#include "emo3d/train/evaluated_models.h"
#include "emo3d/train/evaluation_report.h"
#include "emo3d_train/command.h"
#include "emo3d_train/report.h"

namespace emo3d::cli {
namespace {

struct Options {
  train::EvaluatedDefaultModels::Options models;
  train::EvaluationOptions evaluation;
  bool json = false;
  bool card = false;
  std::string output;
  std::string mistakes;
};

void run(Options options) {
  if (options.models.use_lite_folder.empty())
    options.models.use_lite_folder = store::ModelStore::open().require("use-lite");
  const train::JobReport report = job_report();
  report.started("loading the models");
  const train::EvaluatedDefaultModels models(options.models);
  if (models.models().held_out == nullptr) {
    // A card without these columns would look better than the model is.
    check(!options.card, ErrorCode::kNotFound, "{} is missing; emo3d-train default makes it",
          (options.models.model_folder / train::kHeldOutFolder).string());
    report.started("no head without the held-out lists: its columns are left out");
  }
  const std::filesystem::path card = options.models.model_folder / "README.md";
  const std::string old_card = options.card ? read_file(card) : "";
  const train::Evaluation evaluation = train::evaluate(models.models(), options.evaluation, report);
  const std::string text = options.json ? train::to_json(evaluation).dump(2) + "\n" : train::to_markdown(evaluation);
  if (options.card) write_file(card, train::with_evaluation(old_card, evaluation, card.string()));
  if (!options.output.empty()) write_file(options.output, text);
  if (!options.mistakes.empty()) {
    std::string lines;
    for (const train::Mistake& mistake : evaluation.mistakes) lines += to_json_line(mistake);
    write_file(options.mistakes, lines);
  }
  if (options.json && options.output.empty())
    fmt::print("{}", text);
  else
    fmt::print("{}\nmilliseconds a text: {:.3f} for the rules that read it (95 of 100 in {:.3f}), {:.2f} in all\n",
               to_markdown(train::aims_table(evaluation)), evaluation.times.reading_ms,
               evaluation.times.reading_slow_ms, evaluation.times.predict_ms);
}

}  // namespace

void add_evaluate(CLI::App& program) {
  CLI::App* command = program.add_subcommand("evaluate", "Measure how good the default model is");
  const auto options = std::make_shared<Options>();
  options->models.model_folder = "models/default";
  options->evaluation.wordings = "tests/wordings";
  command->add_option("--model", options->models.model_folder, "Folder of the model")->capture_default_str();
  command->add_option("--held-out-model", options->models.held_out_folder,
                      "Folder of a head trained without the held-out lists (default: held_out in the model's folder)");
  command->add_option("--corpus", options->evaluation.corpus,
                      "Corpus file to measure on (default: held-out texts, generated)");
  command
      ->add_option("--wordings", options->evaluation.wordings,
                   "Folder of people.jsonl and actions_held_out.txt, texts by people")
      ->capture_default_str();
  command->add_option("--seed", options->evaluation.seed, "Of generated texts and changes to texts")
      ->capture_default_str();
  command->add_option("--count", options->evaluation.samples, "Number of generated texts")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}));
  command->add_option("--samples", options->evaluation.variety.samples, "Faces a text to measure variety on")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{2}, std::size_t{1000}));
  command->add_option("--threads", options->models.threads, "0: all processors")->capture_default_str();
  command->add_option("--use-lite", options->models.use_lite_folder,
                      "Folder of the Universal Sentence Encoder Lite (default: the model store's)");
  command->add_flag("--json", options->json, "All figures as JSON");
  command->add_flag("--card", options->card, "Put the figures into the model's card, README.md in its folder");
  command->add_option("-o,--output", options->output, "File to write all figures to, Markdown or with --json JSON");
  command->add_option("--mistakes", options->mistakes,
                      "File to write what was not understood to (JSON Lines: the text, what is wanted, what was got)");
  command->footer(
      "Prints the aims beside what is reached. About a minute on two processors; nothing is trained.\n"
      "Examples:\n"
      "  emo3d-train evaluate\n"
      "  emo3d-train evaluate --card                bring the card of models/default up to date\n"
      "  emo3d-train evaluate --json -o figures.json\n"
      "  emo3d-train corpus --part held-out --seed 9 -o test.jsonl && emo3d-train evaluate --corpus test.jsonl");
  command->callback([options] { run(*options); });
}

}  // namespace emo3d::cli
