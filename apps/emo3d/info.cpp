#include <fmt/format.h>

#include <memory>

#include "emo3d/command.h"
#include "emo3d/service/info.h"
#include "emo3d/terminal.h"

namespace emo3d::cli {

void add_info(CLI::App& program) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = program.add_subcommand("info", "Version, models, precisions, threads and instruction set");
  command->add_flag("--json", *json, "Print as JSON");
  command->footer("Example:\n  emo3d info --json");
  command->callback([json] {
    const OrderedJson info = service::info();
    if (*json) {
      print_line(info.dump(2));
      return;
    }
    for (const auto& [key, value] : info.items())
      print_line(fmt::format("{:<16} {}", key, value.is_string() ? value.get<std::string>() : value.dump()));
  });
}

}  // namespace emo3d::cli
