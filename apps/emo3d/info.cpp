#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "emo3d/command.h"
#include "emo3d/service/avatar_info.h"
#include "emo3d/service/camera.h"
#include "emo3d/service/info.h"
#include "emo3d/terminal.h"

namespace emo3d::cli {
namespace {

/// As people read it: strings and lists without their marks.
std::string text(const OrderedJson& value) {
  if (value.is_string()) return printable(value.get<std::string>());
  if (value.is_null()) return "none";
  if (!value.is_array()) return value.dump();
  std::string list;
  for (const OrderedJson& element : value) list += (list.empty() ? "" : ", ") + text(element);
  return list.empty() ? "none" : list;
}

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
    std::optional<std::string> identity;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      program.add_subcommand("info", "Version, models, identities, precisions, threads and instruction set");
  command->add_flag("--json", arguments->json, "Print as JSON");
  CLI::Option* camera = command->add_flag("--camera", arguments->camera,
                                          "Print the camera that pictures are taken with, as --camera FILE reads it");
  CLI::Option* avatar =
      command->add_option("--avatar", arguments->avatar, "What this .glb, .gltf or .vrm has of the 52 channels")
          ->type_name("FILE")
          ->excludes(camera);
  command->add_option("--identity", arguments->identity, "Who this name or whole number is: shape, colours")
      ->type_name("NAME|SEED")
      ->excludes(camera)
      ->excludes(avatar);
  command->footer(
      "Examples:\n"
      "  emo3d info --json\n"
      "  emo3d info --camera > camera.json\n"
      "  emo3d info --identity 17\n"
      "  emo3d info --avatar me.vrm --json");
  command->callback([arguments] {
    if (arguments->camera) {
      print_json(service::to_json(render::Camera{}));
      return;
    }
    const OrderedJson info = arguments->identity         ? service::identity_info(*arguments->identity)
                             : arguments->avatar.empty() ? service::info()
                                                         : service::avatar_info(arguments->avatar);
    if (arguments->json) {
      print_json(info);
      return;
    }
    for (const auto& [key, value] : info.items()) print_entry(key, value);
  });
}

}  // namespace emo3d::cli
