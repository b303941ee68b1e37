#include "emo3d/train/default_training.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/encode/use_lite.h"
#include "emo3d/model/default_model.h"
#include "emo3d/reading/reading.h"
#include "emo3d/train/corpus.h"
#include "emo3d/train/evaluated_models.h"
#include "emo3d/train/model_card.h"

namespace emo3d::train {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSamples = 1'000'000;
/// Texts encoded between two reports of progress.
constexpr std::size_t kChunk = 512;

std::vector<Sample> make_samples(Part part, std::uint64_t seed, std::size_t count) {
  CorpusGenerator generator({.part = part, .seed = seed});
  std::vector<Sample> samples;
  samples.reserve(count);
  while (samples.size() < count) samples.push_back(generator.next());
  return samples;
}

template <typename Values, typename Keys>
void append(std::vector<float>& to, const Values& values, const Keys& keys) {
  for (const auto key : keys) to.push_back(values[key]);
}

/// Features of what the texts say of feelings, as the model reads them, with the targets turned to the same side.
/// Texts that say nothing but what is not felt are left out: the network never reads such.
TrainingSet encode(const std::vector<Sample>& samples, const reading::EmotionLexicon& lexicon,
                   const encode::UseLite& encoder, unsigned threads, const JobReport& report) {
  TrainingSet set;
  set.inputs = encoder.pooled_size() + encoder.embedding_size();
  Progress progress(samples.size());
  for (std::size_t start = 0; start < samples.size(); start += kChunk) {
    std::vector<std::string> texts;
    for (std::size_t i = start; i < std::min(start + kChunk, samples.size()); ++i) {
      reading::Reading reading = reading::read_description(samples[i].text, lexicon);
      if (reading.felt.empty()) continue;
      const reading::Mixture& mixture = samples[i].mixture;
      set.shares.insert(set.shares.end(), mixture.shares.begin(), mixture.shares.end());
      set.strengths.push_back(mixture.strength);
      append(set.scores, reading.mirrored ? mirrored(samples[i].expression) : samples[i].expression, face::channels());
      texts.push_back(std::move(reading.felt));
    }
    const nn::Matrix features = model::default_features(encoder.encode(texts, threads));
    for (std::size_t i = 0; i < features.rows(); ++i)
      set.features.insert(set.features.end(), features.row(i).begin(), features.row(i).end());
    set.rows += texts.size();
    progress.add(std::min(kChunk, samples.size() - start));
    if (report.advanced) report.advanced(progress, "texts");
  }
  return set;
}

HeadWeights train(const TrainingSet& set, const DefaultTrainingOptions& options, const JobReport& report) {
  Progress progress(options.epochs);
  HeadTrainingOptions training{.seed = options.seed, .epochs = options.epochs};
  training.report = [&](std::size_t, double) {
    progress.add();
    if (report.advanced) report.advanced(progress, "epochs");
  };
  return train_head(set, training);
}

/// Moves finished files into `folder`, one rename each.
void publish(const fs::path& from, const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder / kHeldOutFolder, error);
  check(!error, ErrorCode::kIo, "{}: cannot create the folder: {}", (folder / kHeldOutFolder).string(),
        error.message());
  const fs::path held_out = kHeldOutFolder;
  for (const fs::path& file : {held_out / "model.safetensors", held_out / "config.json", fs::path("model.safetensors"),
                               fs::path("config.json"), fs::path("README.md")}) {
    fs::rename(from / file, folder / file, error);
    check(!error, ErrorCode::kIo, "{}: cannot write: {}", (folder / file).string(), error.message());
  }
}

}  // namespace

Evaluation train_default(const DefaultTrainingOptions& options, const JobReport& report) {
  check(options.samples >= 1000 && options.samples <= kMaxSamples, ErrorCode::kInvalidArgument,
        "samples is {}, expected 1000 to {}", options.samples, kMaxSamples);
  check(options.held_out_samples >= 100 && options.held_out_samples <= kMaxSamples, ErrorCode::kInvalidArgument,
        "held-out samples is {}, expected 100 to {}", options.held_out_samples, kMaxSamples);
  check(options.epochs >= 1 && options.epochs <= 1000, ErrorCode::kInvalidArgument, "epochs is {}, expected 1 to 1000",
        options.epochs);
  const auto step = [&](std::string_view text) {
    if (report.started) report.started(text);
  };
  std::error_code error;
  fs::create_directories(options.output_folder, error);
  check(!error, ErrorCode::kIo, "{}: cannot create the folder: {}", options.output_folder.string(), error.message());
  const TemporaryDirectory unfinished(".emo3d-train-", options.output_folder);

  step("loading the Universal Sentence Encoder Lite");
  const encode::UseLite encoder = encode::UseLite::load(options.use_lite_folder);
  (void)read_people(options.wordings_folder / "people.jsonl");  // rather now than after minutes
  const auto fit = [&](Part part, const fs::path& folder) {
    step(fmt::format("encoding {} texts of {} word lists", options.samples, name(part)));
    const TrainingSet set =
        encode(make_samples(part, options.seed, options.samples), lexicon_of(part), encoder, options.threads, report);
    step("training the head");
    HeadWeights weights = train(set, options, report);
    fs::create_directories(folder);
    write_head(weights, folder);
    return weights;
  };
  (void)fit(Part::kTraining, unfinished.path() / kHeldOutFolder);
  const HeadWeights weights = fit(Part::kAll, unfinished.path());
  const EvaluatedDefaultModels models({.use_lite_folder = options.use_lite_folder,
                                       .model_folder = unfinished.path(),
                                       .held_out_folder = {},
                                       .threads = options.threads});
  const Evaluation evaluation = evaluate(
      models.models(),
      {.wordings = options.wordings_folder, .seed = options.seed + 1, .samples = options.held_out_samples}, report);
  write_file(unfinished.path() / "README.md", model_card(options, weights, evaluation));
  publish(unfinished.path(), options.output_folder);
  return evaluation;
}

}  // namespace emo3d::train
