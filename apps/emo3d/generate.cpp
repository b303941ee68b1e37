#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json_text.h"
#include "emo3d/batch.h"
#include "emo3d/command.h"
#include "emo3d/figure_options.h"
#include "emo3d/interrupt.h"
#include "emo3d/options.h"
#include "emo3d/service/explanation.h"
#include "emo3d/service/generate.h"
#include "emo3d/service/output.h"
#include "emo3d/terminal.h"

namespace emo3d::cli {
namespace {

struct Arguments {
  std::optional<std::string> text;
  std::string from;
  std::vector<std::string> outputs;
  bool json = false;
  bool explain = false;
  std::optional<std::size_t> samples;
  std::uint64_t seed = 1;
  service::GenerateOptions generate;
  service::FigureOptions figure;
  service::PictureOptions picture;
  service::MotionOptions motion;
  service::GeneratorOptions model;
};

bool draws(const std::vector<std::string>& outputs) {
  return std::ranges::any_of(outputs, [](const std::string& o) { return service::is_picture_path(o); });
}

bool shows_figure(const std::vector<std::string>& outputs) {
  return draws(outputs) || std::ranges::any_of(outputs, [](const std::string& o) { return extension_of(o) == ".glb"; });
}

void write_with_progress(const service::OutputWriter& writer, const service::Generated& generated) {
  catch_interrupts();
  ProgressLine progress(writer.pictures(), "pictures");
  writer.write(generated, [&](std::size_t pictures) {
    throw_if_interrupted();
    progress.add(pictures);
  });
}

void run_one(const Arguments& arguments) {
  std::optional<avatar::Coverage> coverage;
  service::FigureOptions figure = arguments.figure;
  figure.on_coverage = [&](const avatar::Coverage& found) {
    coverage = found;
    arguments.figure.on_coverage(found);
  };
  const service::OutputWriter writer({arguments.outputs.begin(), arguments.outputs.end()}, figure, arguments.picture,
                                     arguments.motion);
  const auto generator = service::Generator::load(arguments.model);
  std::optional<service::Explained> explained;
  if (arguments.explain) explained = generator.explain(*arguments.text, arguments.generate);
  const service::Generated generated =
      explained ? explained->generated : generator.generate(*arguments.text, arguments.generate);
  write_with_progress(writer, generated);
  if (arguments.json) {
    OrderedJson json = to_json(generated);
    if (explained) json["explanation"] = service::to_json(explained->explanation);
    if (coverage) json["avatar"] = to_json(*coverage);
    print_json(json);
    return;
  }
  print_line(describe(generated));
  if (explained) print_line(describe(explained->explanation));
  for (const std::string& output : arguments.outputs) print_line("  wrote " + output);
}

/// One JSON object a face, to one .jsonl file or standard output.
void run_samples(const Arguments& arguments) {
  const bool to_file = !arguments.outputs.empty();
  check(!to_file || (arguments.outputs.size() == 1 && extension_of(arguments.outputs[0]) == ".jsonl"),
        ErrorCode::kInvalidArgument, "--samples writes one file, .jsonl, one face a line (emo3d sheet draws them)");
  const auto generator = service::Generator::load(arguments.model);
  std::string lines;
  std::size_t number = 0;
  for (const service::Generated& face :
       generator.samples(*arguments.text, arguments.generate, {.count = *arguments.samples, .seed = arguments.seed})) {
    OrderedJson json = {{"sample", ++number}};
    json.update(to_json(face));
    lines += json_text(json) + "\n";
  }
  if (to_file)
    write_file(arguments.outputs[0], lines);
  else
    print_line(std::string_view(lines).substr(0, lines.size() - 1));
}

/// Ends with exit code 2 where a line was refused; the others have been written.
void run_lines(const Arguments& arguments) {
  check(arguments.outputs.size() <= 1, ErrorCode::kInvalidArgument, "a batch writes one file, {} were given",
        arguments.outputs.size());
  std::optional<std::filesystem::path> output;
  if (!arguments.outputs.empty()) {
    output = arguments.outputs[0];
    check(extension_of(*output) == ".jsonl", ErrorCode::kInvalidArgument,
          "{}: a batch is written as .jsonl, one JSON object a line", output->string());
    std::error_code error;
    check(!std::filesystem::equivalent(*output, arguments.from, error), ErrorCode::kInvalidArgument,
          "{}: is the input too; it would be overwritten", output->string());
  }
  const auto generator = service::Generator::load(arguments.model);
  const auto start = std::chrono::steady_clock::now();
  const BatchSummary summary = run_batch(generator, arguments.from, output, arguments.generate);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print(stderr, "{} texts in {:.2f} s ({:.0f} texts/s), {} refused\n", summary.texts, seconds,
             static_cast<double>(summary.texts) / seconds, summary.refused);
  check(summary.refused == 0, ErrorCode::kInvalidArgument, "{} of {} lines were refused", summary.refused,
        summary.texts);
}

}  // namespace

void add_generate(CLI::App& program) {
  auto arguments = std::make_shared<Arguments>();
  arguments->picture.before_tile = throw_if_interrupted;
  CLI::App* command = program.add_subcommand("generate", "Turn a description of an emotion into a facial expression");
  command->add_option("TEXT", arguments->text, "The description, in English (-: as --from -)");
  command
      ->add_option("--from", arguments->from, "Read one description a line from FILE (-: standard input), write JSONL")
      ->type_name("FILE");
  command
      ->add_option(
          "-o,--output", arguments->outputs,
          "Write FILE.json (names and scores), .csv (Live Link Face), .glb (animated head), .png, .webp or .mp4, "
          "FOLDER/ or face_%04d.png; repeatable")
      ->type_name("FILE");
  command->add_option("--intensity", arguments->generate.intensity, "Multiply the scores, 0 to 2")
      ->capture_default_str();
  command->add_flag("--mirror", arguments->generate.mirror, "Exchange left and right");
  command->add_flag("--json", arguments->json, "Print the result as JSON")->excludes("--from");
  command->add_flag("--explain", arguments->explain, "Say which words did what (with --json: \"explanation\")")
      ->excludes("--from");
  auto* samples = command->add_option("--samples", arguments->samples,
                                      "Write so many different faces that the text may mean, 1 to 1000, as JSON lines");
  samples->excludes("--from")->excludes("--explain");
  command->add_option("--seed", arguments->seed, "Of the samples: the same seed gives the same faces")
      ->capture_default_str()
      ->needs(samples);
  add_figure_options(*command, arguments->figure);
  add_picture_options(*command, arguments->picture);
  add_motion_options(*command, arguments->motion);
  command->add_option("--model", arguments->model.model, "default, or a published baseline: clip-mlp, vae-clip")
      ->capture_default_str()
      ->type_name("NAME");
  command->add_option("--clip", arguments->model.clip, "Of a baseline: folder of its CLIP [that of the model store]")
      ->type_name("DIR");
  command
      ->add_option("--weights", arguments->model.weights,
                   "Of a baseline: its weights, .pth, .pt or .safetensors [those of the model store]")
      ->type_name("FILE");
  add_precision_option(*command, arguments->model);
  add_threads_option(*command, arguments->model.threads);
  command->footer(
      "Examples:\n"
      "  emo3d generate \"An elderly woman, overwhelmed with joy, raises her left eyebrow\" -o joy.png -o joy.json\n"
      "  emo3d generate \"slightly annoyed\" --intensity 1.5 --json\n"
      "  emo3d generate \"slightly annoyed\" --frames 20 --back --light soft -o annoyed.webp\n"
      "  emo3d generate \"not angry, just tired\" --explain\n"
      "  emo3d generate \"nervous\" --samples 8 | emo3d sheet - -o nervous.png\n"
      "  emo3d generate --from lines.txt -o faces.jsonl\n"
      "  emo3d generate \"a tired smile\" --model clip-mlp --precision int8\n"
      "  echo \"a tired smile\" | emo3d generate --from -");
  command->callback([command, arguments] {
    if (arguments->text == "-") {  // as many programs name standard input
      arguments->text.reset();
      arguments->from = "-";
    }
    const bool batch = !arguments->from.empty();
    check(batch != arguments->text.has_value(), ErrorCode::kInvalidArgument,
          "generate needs either a TEXT or --from FILE");
    const std::string picture_option = given_picture_option(*command);
    check(picture_option.empty() || draws(arguments->outputs), ErrorCode::kInvalidArgument,
          "{} is for pictures: give -o FILE.png too", picture_option);
    check_motion_options(*command, arguments->motion);
    for (const char* option : {"--identity", "--avatar"})
      check(command->count(option) == 0 || shows_figure(arguments->outputs), ErrorCode::kInvalidArgument,
            "{} is for pictures and .glb: give -o FILE.png too", option);
    arguments->picture.threads = arguments->model.threads;
    if (batch)
      run_lines(*arguments);
    else if (arguments->samples)
      run_samples(*arguments);
    else
      run_one(*arguments);
  });
}

}  // namespace emo3d::cli
