#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "emo3d/train/corpus_evaluation.h"
#include "emo3d/train/graded_texts.h"
#include "emo3d/train/job_report.h"
#include "emo3d/train/mistakes.h"
#include "emo3d/train/people_evaluation.h"
#include "emo3d/train/robustness.h"
#include "emo3d/train/variety_evaluation.h"

/// How good a model is, on generated texts and on texts by people.
///
///     const auto model = model::load_default({.use_lite_folder = ModelStore::open().require("use-lite")});
///     Evaluation evaluation = evaluate({.shipped = model.get()}, {.wordings = "tests/wordings"}, {});
///     std::cout << to_markdown(evaluation);
namespace emo3d::train {

/// What is evaluated. Any DescriptionModel will do; those that are null are left out.
struct EvaluatedModels {
  /// What users get. It may have been trained on all lists, so that generated texts are not new to it.
  const model::DescriptionModel* shipped = nullptr;
  /// One trained in the same way without the held-out part of the lists, its rules without the held-out words.
  const model::DescriptionModel* held_out = nullptr;
  /// The same network with all rules and words.
  const model::DescriptionModel* held_out_network = nullptr;
};

struct EvaluationOptions {
  std::filesystem::path wordings;     ///< The folder of people.jsonl and actions_held_out.txt.
  std::filesystem::path corpus = {};  ///< A corpus file to evaluate on; where empty, held-out texts are generated.
  std::uint64_t seed = 2;             ///< Of generated texts and perturbations.
  std::size_t samples = 4'000;        ///< Generated texts.
  std::size_t perturbed = 1'500;      ///< At most so many of them are also perturbed.
  std::size_t graded = 200;           ///< Generated captions in five grades.
  VarietyMeasure variety = {};
};

struct Evaluation {
  /// What one of the models makes of generated texts.
  struct Generated {
    std::string title;  ///< "held out", "held out, all words", "as shipped".
    CorpusFigures corpus;
    GradeFigures grades;
    std::vector<PerturbationFigures> perturbed;
  };
  struct Times {
    double reading_ms = 0;       ///< Median time of reading::read_description() for a text.
    double reading_slow_ms = 0;  ///< 95 of 100 texts take no longer.
    double predict_ms = 0;       ///< Median time of predict() for a text, the encoder included.
  };

  std::string model;   ///< DescriptionModel::name().
  std::string source;  ///< Of the generated texts: "seed 2" or a file name.
  std::size_t samples = 0;
  std::vector<Generated> generated;
  PeopleFigures people;  ///< These and all below: of the shipped model.
  std::vector<PerturbationFigures> people_perturbed;
  ActionFigures action_wordings;  ///< Of actions_held_out.txt.
  PersonFigures persons;
  VarietyFigures variety;
  std::size_t variants = 0;  ///< Samples a text for `variety`.
  Times times;
  std::vector<Mistake> mistakes;  ///< Of generated texts by each model, and of texts by people.
};

/// Evaluates. Everything but the times is the same each time.
/// \throws Error kInvalidArgument without a shipped model; as read_people() and read_corpus().
[[nodiscard]] Evaluation evaluate(const EvaluatedModels& models, const EvaluationOptions& options,
                                  const JobReport& report);

}  // namespace emo3d::train
