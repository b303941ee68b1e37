#include "emo3d/service/selftest.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/command.h"
#include "emo3d/nn/linear.h"
#include "emo3d/options.h"
#include "emo3d/service/embed.h"
#include "emo3d/service/generate.h"
#include "emo3d/service/selftest_inputs.h"
#include "emo3d/terminal.h"
#include "program.h"

namespace emo3d::cli {
namespace {

using service::SelftestReport;
using service::SelftestRow;

std::string bound(const SelftestRow& row) {
  return row.precision == nn::Precision::kFloat32 ? fmt::format("deviation <= {:g}", service::kMaxDeviation)
                                                  : fmt::format("cosine >= {}", service::least_cosine(row.precision));
}

void print_report(const SelftestReport& report) {
  std::string inputs;
  for (const auto& [tower, count] : report.inputs) inputs += fmt::format(", {} {}s", count, tower);
  print_line(fmt::format("{} ({}){}\n", printable(report.folder.string()), printable(report.encoder), inputs));
  constexpr const char* kLine = "{:<9}  {:<5}  {:<9}  {:>17}  {:>14}  {:>12}  {:<18}  {}";
  print_line(fmt::format(kLine, "precision", "tower", "against", "largest deviation", "mean deviation", "least cosine",
                         "bound", "result"));
  for (const SelftestRow& row : report.rows)
    print_line(fmt::format(kLine, nn::name(row.precision), row.tower, row.against,
                           fmt::format("{:.2e}", row.deviation.largest), fmt::format("{:.2e}", row.deviation.mean),
                           fmt::format("{:.7f}", row.deviation.least_cosine), bound(row),
                           row.passed ? "ok" : "FAILED"));
  for (const nn::Precision precision : report.not_supported)
    print_line(fmt::format("{:<9}  not supported here ({})", nn::name(precision), nn::instruction_set()));
  print_line("");
  if (!report.reference.empty()) print_line("reference: " + printable(report.reference));
  for (const std::string& file : report.changed_files)
    print_line(printable(file) + ": not the file that the reference was recorded with");
  if (!report.recorded.empty()) print_line("wrote " + printable(report.recorded));
}

struct Arguments {
  std::string model;
  std::vector<std::string> precisions;
  std::string reference;
  std::string record;
  bool json = false;
  unsigned threads = 0;
};

void run(const Arguments& arguments) {
  service::SelftestOptions options{
      .reference = arguments.reference, .record = arguments.record, .threads = arguments.threads};
  if (!arguments.precisions.empty()) options.precisions.clear();
  for (const std::string& name : arguments.precisions) {
    options.precisions.push_back(service::parse_precision(name));
    nn::check_supported(options.precisions.back());  // what is asked for is not left out
  }
  const SelftestReport report = service::selftest(service::encoder_folder(arguments.model), options);
  if (arguments.json) {
    OrderedJson json = to_json(report);
    json["texts"] = service::selftest_texts();
    print_json(json);
  } else {
    print_report(report);
  }
  std::size_t failed = 0;
  for (const SelftestRow& row : report.rows) failed += row.passed ? 0 : 1;
  if (failed > 0)
    throw CheckFailed(fmt::format("{} of {} comparisons are beyond their bound", failed, report.rows.size()));
}

}  // namespace

void add_selftest(CLI::App& program) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      program.add_subcommand("selftest", "Compare an encoder's precisions with float32 and with recorded vectors");
  command
      ->add_option("--model", arguments->model,
                   "Folder of a Hugging Face model (CLIP, BERT, XLM-RoBERTa), or a model's name in the store")
      ->type_name("DIR|NAME")
      ->required();
  command->add_option("--precision", arguments->precisions, "f32, bf16, int8 [all of them]")
      ->delimiter(',')
      ->expected(1)
      ->take_all()
      ->type_name("NAME,...");
  auto* reference = command->add_option("--reference", arguments->reference,
                                        "Recorded vectors: .safetensors, .npy or .json [selftest.safetensors of the "
                                        "folder, if it is there]");
  reference->type_name("FILE");
  command->add_option("--record", arguments->record, "Write float32's vectors to FILE.safetensors, for --reference")
      ->type_name("FILE")
      ->excludes(reference);
  command->add_flag("--json", arguments->json, "Print the figures as JSON, with the built-in texts");
  add_threads_option(*command, arguments->threads);
  command->footer(
      "Built-in texts, and of CLIP built-in pictures, go through the encoder. Float32 must agree with recorded "
      "vectors\n"
      "and with the inputs taken one at a time within 1e-4; bf16 must have a cosine of 0.9995 with float32 and the\n"
      "recorded vectors, int8 of 0.995. Exit code: 0 where all is within these bounds, 1 where something is not, 2\n"
      "where the model or the reference cannot be read.\n"
      "Examples:\n"
      "  emo3d selftest --model clip-vit-base-patch32\n"
      "  emo3d selftest --model models/my-bert --precision f32,int8 --json\n"
      "  emo3d selftest --model models/my-bert --record models/my-bert/selftest.safetensors");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace emo3d::cli
