#include <memory>

#include "emo3d/base/file.h"
#include "emo3d/train/corpus_card.h"
#include "emo3d/train/corpus_file.h"
#include "emo3d_train/command.h"
#include "emo3d_train/report.h"

namespace emo3d::cli {
namespace {

struct Options {
  std::uint64_t seed = 1;
  std::size_t count = 24'000;
  std::string part = "training";
  std::string output;
};

void run(const Options& options) {
  const train::Part part = options.part == "all"        ? train::Part::kAll
                           : options.part == "held-out" ? train::Part::kHeldOut
                                                        : train::Part::kTraining;
  const train::JobReport report = job_report();
  const train::CorpusOptions corpus{.part = part, .seed = options.seed};
  train::CorpusGenerator generator(corpus);
  train::CorpusCounts counts;
  AtomicFile file(options.output);
  Progress progress(options.count);
  constexpr std::size_t kChunk = 500;
  for (std::size_t done = 0; done < options.count;) {
    std::string lines;
    const std::size_t end = std::min(done + kChunk, options.count);
    const std::size_t start = done;
    for (; done < end; ++done) {
      const train::Sample sample = generator.next();
      counts.add(sample);
      lines += train::to_json_line(sample, part);
    }
    file.append(lines);
    progress.add(end - start);
    report.advanced(progress, "texts");
  }
  file.commit();
  write_file(options.output + ".md", train::corpus_card(corpus, counts, generator));
}

}  // namespace

void add_corpus(CLI::App& program) {
  CLI::App* command = program.add_subcommand("corpus", "Generate the texts that the default model is trained on");
  const auto options = std::make_shared<Options>();
  command->add_option("--seed", options->seed, "The same seed gives the same texts")->capture_default_str();
  command->add_option("--count", options->count, "Number of texts")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, std::size_t{10'000'000}));
  command
      ->add_option("--part", options->part,
                   "Which word lists to use; training and held-out share no emotion word, frame or situation")
      ->capture_default_str()
      ->check(CLI::IsMember({"training", "held-out", "all"}));
  command->add_option("-o,--output", options->output, "JSON Lines file to write")->required();
  command->footer(
      "Each line has the text, its kind and register, the intensities of the eight emotions and 52 blendshape scores;\n"
      "also what it denies and which facial actions it demands.\n"
      "A card that says how the texts were made and counts them is written beside it (FILE.md).\n"
      "Examples:\n"
      "  emo3d-train corpus -o corpus.jsonl\n"
      "  emo3d-train corpus --part held-out --seed 2 --count 4000 -o test.jsonl");
  command->callback([options] { run(*options); });
}

}  // namespace emo3d::cli
