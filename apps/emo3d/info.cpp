#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>

#include "emo3d/command.h"
#include "emo3d/service/avatar_info.h"
#include "emo3d/service/camera.h"
#include "emo3d/service/info.h"
#include "emo3d/terminal.h"

namespace emo3d::cli {
namespace {

std::string text(const OrderedJson& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

/// One line, or one for each member of an object.
void print_entry(std::string_view key, const OrderedJson& value) {
  if (!value.is_object()) {
    print_line(fmt::format("{:<16} {}", key, text(value)));
    return;
  }
  for (const auto& [name, member] : value.items()) {
    print_line(fmt::format("{:<16} {:<20} {}", key, name, text(member)));
    key = "";
  }
}

}  // namespace

void add_info(CLI::App& program) {
  struct Arguments {
    bool json = false;
    bool camera = false;
    std::string avatar;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      program.add_subcommand("info", "Version, models, identities, precisions, threads and instruction set");
  command->add_flag("--json", arguments->json, "Print as JSON");
  command->add_flag("--camera", arguments->camera,
                    "Print the camera that pictures are taken with, as --camera FILE reads it");
  command->add_option("--avatar", arguments->avatar, "What this .glb, .gltf or .vrm has of the 52 channels")
      ->type_name("FILE");
  command->footer(
      "Examples:\n"
      "  emo3d info --json\n"
      "  emo3d info --camera > camera.json\n"
      "  emo3d info --avatar me.vrm --json");
  command->callback([arguments] {
    if (arguments->camera) {
      print_line(service::to_json(render::Camera{}).dump(2));
      return;
    }
    const OrderedJson info = arguments->avatar.empty() ? service::info() : service::avatar_info(arguments->avatar);
    if (arguments->json) {
      print_line(info.dump(2));
      return;
    }
    for (const auto& [key, value] : info.items()) print_entry(key, value);
  });
}

}  // namespace emo3d::cli
