#include <fmt/format.h>

#include <memory>

#include "emo3d/command.h"
#include "emo3d/service/camera.h"
#include "emo3d/service/info.h"
#include "emo3d/terminal.h"

namespace emo3d::cli {

void add_info(CLI::App& program) {
  struct Arguments {
    bool json = false;
    bool camera = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("info", "Version, models, precisions, threads and instruction set");
  command->add_flag("--json", arguments->json, "Print as JSON");
  command->add_flag("--camera", arguments->camera,
                    "Print the camera that pictures are taken with, as --camera FILE reads it");
  command->footer(
      "Examples:\n"
      "  emo3d info --json\n"
      "  emo3d info --camera > camera.json");
  command->callback([arguments] {
    if (arguments->camera) {
      print_line(service::to_json(render::Camera{}).dump(2));
      return;
    }
    const OrderedJson info = service::info();
    if (arguments->json) {
      print_line(info.dump(2));
      return;
    }
    for (const auto& [key, value] : info.items())
      print_line(fmt::format("{:<16} {}", key, value.is_string() ? value.get<std::string>() : value.dump()));
  });
}

}  // namespace emo3d::cli
