#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>

#include "emo3d/command.h"
#include "emo3d/figure_options.h"
#include "emo3d/interrupt.h"
#include "emo3d/options.h"
#include "emo3d/service/export.h"
#include "emo3d/terminal.h"

namespace emo3d::cli {
namespace {

struct Arguments {
  std::string output;
  std::optional<service::ExportFormat> format;
  service::FigureOptions figure;
  unsigned threads = 0;
  bool json = false;
};

void run(const Arguments& arguments) {
  const service::ExportFormat format = service::export_format(arguments.output, arguments.format);
  const auto figure = service::load_figure(arguments.figure);
  catch_interrupts();
  const service::ExportReport report = service::export_figure(*figure, arguments.output,
                                                              {.format = format,
                                                               .threads = arguments.threads,
                                                               .before_file = throw_if_interrupted,
                                                               .on_losses = arguments.figure.on_losses});
  if (arguments.json) {
    print_json(to_json(report));
    return;
  }
  print_line(fmt::format("wrote {}: {} vertices, {} triangles, {} morph targets, {:.1f} MB", arguments.output,
                         report.vertices, report.triangles, report.targets, static_cast<double>(report.bytes) / 1e6));
}

}  // namespace

void add_export(CLI::App& program) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      program.add_subcommand("export", "Write a head or avatar with the 52 shapes for engines and modellers");
  command
      ->add_option("-o,--output", arguments->output,
                   "FILE.glb (glTF), FILE.vrm (VRM 1.0 avatar) or a new folder (an OBJ file for each shape)")
      ->required()
      ->type_name("PATH");
  command
      ->add_option_function<std::string>(
          "--format", [arguments](const std::string& name) { arguments->format = service::parse_export_format(name); },
          "glb, vrm or obj [by the name of the output]")
      ->type_name("NAME");
  command->add_flag("--json", arguments->json, "Print what was written as JSON");
  add_figure_options(*command, arguments->figure);
  add_threads_option(*command, arguments->threads);
  command->footer(
      "Examples:\n"
      "  emo3d export -o head.glb              for Unity, Unreal, Godot, Blender, three.js\n"
      "  emo3d export -o head.vrm              for VRM applications\n"
      "  emo3d export -o shapes/ --format obj  neutral.obj and one OBJ for each channel\n"
      "docs/export.md tells what each program does with them.");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace emo3d::cli
