#include "emo3d/train/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>

#include "emo3d/base/error.h"
#include "emo3d/reading/reading.h"
#include "emo3d/train/corpus_file.h"
#include "emo3d/train/prediction_jobs.h"

namespace emo3d::train {
namespace {

using model::DescriptionModel;
using Asked = std::vector<std::optional<emotion::Emotion>>;

std::vector<Sample> make_samples(const EvaluationOptions& options) {
  if (!options.corpus.empty()) return read_corpus(options.corpus);
  CorpusGenerator generator({.part = Part::kHeldOut, .seed = options.seed});
  std::vector<Sample> samples;
  while (samples.size() < options.samples) samples.push_back(generator.next());
  return samples;
}

template <typename Items>
std::vector<std::string> texts_of(const Items& items) {
  std::vector<std::string> texts;
  for (const auto& item : items) texts.push_back(item.text);
  return texts;
}

std::vector<std::string> texts_of(const std::vector<GradedText>& graded) {
  std::vector<std::string> texts;
  for (const GradedText& text : graded) texts.insert(texts.end(), text.texts.begin(), text.texts.end());
  return texts;
}

/// Some texts as they are and perturbed, on their way through a model.
struct PerturbedJobs {
  std::vector<PerturbedTexts> texts;
  std::vector<std::size_t> jobs;

  PerturbedJobs(PredictionJobs& all, const DescriptionModel& model, std::span<const std::string> originals,
                std::uint64_t seed) {
    for (const Perturbation perturbation : kPerturbations) {
      texts.push_back(make_perturbed(originals, perturbation, seed));
      jobs.push_back(all.add(model, texts.back().texts));
    }
  }
  [[nodiscard]] std::vector<PerturbationFigures> measure(const PredictionJobs& all, const Asked& asked,
                                                         std::span<const model::Prediction> before) const {
    std::vector<PerturbationFigures> figures;
    for (std::size_t i = 0; i < texts.size(); ++i)
      figures.push_back(measure_perturbed(texts[i], asked, before, all.predictions(jobs[i])));
    return figures;
  }
};

/// One model on its way through the generated texts.
struct GeneratedJobs {
  std::string title;
  std::size_t corpus, grades;
  PerturbedJobs perturbed;
};

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// The least of some tries each, which other programs disturb least.
template <typename Work>
std::vector<double> times_of(std::span<const std::string> texts, int tries, Work work) {
  std::vector<double> times;
  for (const std::string& text : texts) {
    double least = std::numeric_limits<double>::infinity();
    for (int i = 0; i < tries; ++i) {
      const auto start = std::chrono::steady_clock::now();
      work(text);
      least = std::min(least, milliseconds_since(start));
    }
    times.push_back(least);
  }
  std::ranges::sort(times);
  return times;
}

Evaluation::Times measure_times(const DescriptionModel& model, std::span<const std::string> texts) {
  constexpr std::size_t kPredicted = 100;
  constexpr int kTries = 3;
  if (texts.empty()) return {};
  const std::vector<double> reading =
      times_of(texts, kTries, [](const std::string& text) { (void)reading::read_description(text); });
  const std::vector<double> predict = times_of(texts.first(std::min(kPredicted, texts.size())), kTries,
                                               [&](const std::string& text) { (void)model.predict(text); });
  return {.reading_ms = reading[reading.size() / 2],
          .reading_slow_ms = reading[reading.size() * 95 / 100],
          .predict_ms = predict[predict.size() / 2]};
}

}  // namespace

Evaluation evaluate(const EvaluatedModels& models, const EvaluationOptions& options, const JobReport& report) {
  check(models.shipped != nullptr, ErrorCode::kInvalidArgument, "no model to evaluate");
  const std::vector<Sample> samples = make_samples(options);
  const std::vector<std::string> sample_texts = texts_of(samples);
  const std::size_t perturbed = std::min(options.perturbed, samples.size());
  const std::vector<GradedText> graded = make_graded_texts(Part::kHeldOut, options.seed, options.graded);
  const std::vector<PersonText> people = read_people(options.wordings / "people.jsonl");
  const std::vector<ActionWordingText> actions = read_action_wordings(options.wordings / "actions_held_out.txt");
  const std::vector<std::string> people_texts = texts_of(people);
  const std::vector<std::string> cues = make_person_cues();

  PredictionJobs jobs;
  std::vector<GeneratedJobs> generated;
  const auto add_generated = [&](const char* title, const DescriptionModel* model) {
    if (model == nullptr) return;
    generated.push_back({title, jobs.add(*model, sample_texts), jobs.add(*model, texts_of(graded)),
                         PerturbedJobs(jobs, *model, std::span(sample_texts).first(perturbed), options.seed)});
  };
  add_generated("held out", models.held_out);
  add_generated("held out, all words", models.held_out_network);
  add_generated("as shipped", models.shipped);
  const std::size_t people_job = jobs.add(*models.shipped, people_texts);
  const PerturbedJobs people_perturbed(jobs, *models.shipped, people_texts, options.seed);
  const std::size_t action_job = jobs.add(*models.shipped, texts_of(actions));
  const std::size_t cue_job = jobs.add(*models.shipped, cues);
  if (report.started) report.started(fmt::format("evaluating on {} texts", jobs.texts()));
  jobs.run(report);

  Evaluation result{
      .model = std::string(models.shipped->name()),
      .source = options.corpus.empty() ? fmt::format("seed {}", options.seed) : options.corpus.filename().string(),
      .samples = samples.size(),
      .generated = {},
      .people = measure_people(people, jobs.predictions(people_job)),
      .people_perturbed = {},
      .action_wordings = measure_action_wordings(actions, jobs.predictions(action_job)),
      .persons = measure_person_cues(cues, jobs.predictions(cue_job)),
      .variety = measure_variety(jobs.predictions(people_job), options.variety),
      .variants = options.variety.samples,
      .times = measure_times(*models.shipped, people_texts),
      .mistakes = find_mistakes("people", people, jobs.predictions(people_job))};
  Asked asked;
  for (std::size_t i = 0; i < perturbed; ++i) asked.emplace_back(samples[i].emotions.dominant());
  for (const GeneratedJobs& job : generated)
    result.generated.push_back(
        {.title = job.title,
         .corpus = measure_corpus(samples, jobs.predictions(job.corpus)),
         .grades = measure_grades(graded, jobs.predictions(job.grades)),
         .perturbed = job.perturbed.measure(jobs, asked, jobs.predictions(job.corpus).first(perturbed))});
  for (const GeneratedJobs& job : generated)
    std::ranges::move(find_mistakes(job.title, samples, jobs.predictions(job.corpus)),
                      std::back_inserter(result.mistakes));
  Asked asked_of_people;
  for (const PersonText& text : people) asked_of_people.push_back(text.emotion);
  result.people_perturbed = people_perturbed.measure(jobs, asked_of_people, jobs.predictions(people_job));
  return result;
}

}  // namespace emo3d::train
