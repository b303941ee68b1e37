#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/version.h"
#include "emo3d/command.h"
#include "emo3d/encoder_options.h"
#include "emo3d/extract_input.h"
#include "emo3d/input.h"
#include "emo3d/interrupt.h"
#include "emo3d/service/embed.h"
#include "emo3d/service/embedding_file.h"
#include "emo3d/service/extract_rows.h"
#include "emo3d/service/photo_list.h"
#include "emo3d/terminal.h"
#include "program.h"

namespace emo3d::cli {
namespace fs = std::filesystem;
namespace {

struct Arguments {
  std::vector<std::string> inputs;
  std::string output;
  std::string names;
  bool is_texts = false, is_images = false;  // as the user says
  bool skips_errors = false;
  bool json = false;
  service::EmbedOptions embed;
};

/// Whether an input can only be images.
bool looks_like_images(const std::string& input) {
  std::error_code error;
  return input != "-" && (fs::is_directory(input, error) || service::looks_like_photo(input));
}

bool are_images(const Arguments& arguments) {
  if (arguments.is_texts || arguments.is_images) return arguments.is_images;
  const bool first = looks_like_images(arguments.inputs[0]);
  for (const std::string& input : arguments.inputs)
    check(looks_like_images(input) == first, ErrorCode::kInvalidArgument,
          "{} and {}: one is images, the other texts; give --images where it is a list of images",
          input_name(arguments.inputs[0]), input_name(input));
  return first;
}

/// JSON lines, whole or damaged: texts hardly begin so.
bool begins_with_brace(std::string_view bytes) {
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '{';
}

std::vector<service::TextLine> read_texts(const std::vector<std::string>& inputs) {
  std::vector<service::TextLine> texts;
  for (const std::string& input : inputs) {
    std::error_code error;
    check(input == "-" || fs::exists(input, error), ErrorCode::kNotFound,
          "{}: no such file; texts are read from files, one a line, or from standard input (-)", printable(input));
    const std::string bytes = read_input(input);
    const bool is_json = extension_of(input) == ".jsonl" || (input == "-" && begins_with_brace(bytes));
    const std::vector<service::TextLine> found = is_json ? service::parse_json_text_lines(bytes, input_name(input))
                                                         : service::parse_text_lines(bytes, input_name(input));
    texts.insert(texts.end(), found.begin(), found.end());
  }
  return texts;
}

/// Where rows go: a file, or JSONL on standard output.
class Rows {
 public:
  Rows(const Arguments& arguments, std::size_t count) : arguments_(arguments), count_(count) {
    if (!arguments.output.empty()) service::check_embedding_file(arguments.output);
    if (!arguments.names.empty()) names_.emplace(arguments.names);
  }
  void start(std::size_t dimensions, std::map<std::string, std::string> metadata) {
    if (!arguments_.output.empty()) file_.emplace(arguments_.output, count_, dimensions, std::move(metadata));
  }
  void add(const OrderedJson& labels, std::span<const float> values, const std::string& name) {
    ++written_;
    if (names_) names_->append(name + "\n");
    if (file_) return file_->add(labels, values);
    const std::string line = service::embedding_line(labels, values);
    check(std::fwrite(line.data(), 1, line.size(), stdout) == line.size(), ErrorCode::kIo,
          "standard output: cannot write");
  }
  void commit() {
    if (file_) file_->commit();
    if (names_) names_->commit();
  }
  /// Whether an input without an embedding has a row that says why.
  [[nodiscard]] bool holds_labels() const {
    return arguments_.output.empty() || service::holds_labels(arguments_.output);
  }
  [[nodiscard]] std::size_t written() const { return written_; }

 private:
  const Arguments& arguments_;
  std::size_t count_;
  std::optional<service::EmbeddingFile> file_;
  std::optional<AtomicFile> names_;
  std::size_t written_ = 0;
};

/// An input as its row and messages have it.
struct Labelled {
  OrderedJson labels;
  std::string name;
};

/// A fault starts with the name that stands beside it in a row.
std::string without_name(const std::string& fault, const std::string& name) {
  return fault.starts_with(name + ": ") ? fault.substr(name.size() + 2) : fault;
}

struct Run {
  std::size_t inputs = 0;
  const char* unit = "";      // of one
  const char* row_unit = "";  // of several, for the line of progress
  std::function<Labelled(std::size_t index)> label;
  std::function<service::EmbedSummary(const service::EmbedSink& sink)> embed;
};

std::map<std::string, std::string> metadata_of(const Arguments& arguments) {
  return {{"generator", generator()},
          {"model", service::path_text(arguments.embed.model)},
          {"precision", nn::name(arguments.embed.precision)},
          {"normalized", arguments.embed.normalize ? "true" : "false"}};
}

OrderedJson report(const Arguments& arguments, const service::EmbedSummary& summary, const Rows& rows, double seconds) {
  OrderedJson json = {{"inputs", summary.inputs},
                      {"rows", rows.written()},
                      {"failed", summary.failed},
                      {"dimensions", summary.dimensions},
                      {"model", service::path_text(arguments.embed.model)},
                      {"precision", nn::name(arguments.embed.precision)},
                      {"pooling", summary.pooling},
                      {"normalized", arguments.embed.normalize},
                      {"from_cache", summary.from_cache}};
  if (summary.max_tokens > 0)
    json.update(
        {{"max_tokens", summary.max_tokens}, {"cut_texts", summary.cut_texts}, {"cut_tokens", summary.cut_tokens}});
  json["seconds"] = std::round(seconds * 1e3) / 1e3;
  json["per_second"] = std::round(static_cast<double>(summary.inputs) / seconds * 10) / 10;
  json["output"] = service::path_text(arguments.output);
  return json;
}

void print_report(const Arguments& arguments, const service::EmbedSummary& summary, const Rows& rows, const Run& run,
                  double seconds) {
  if (!summary.cache_fault.empty()) print_error("emo3d", "the cache was not used: " + summary.cache_fault);
  if (arguments.json) return print_json(report(arguments, summary, rows, seconds));
  fmt::print(stderr, "{} in {:.2f} s ({:.0f} {}/s), {} from the cache, {} failed\n", counted(summary.inputs, run.unit),
             seconds, static_cast<double>(summary.inputs) / seconds, run.row_unit, grouped(summary.from_cache),
             grouped(summary.failed));
  if (const std::string cut = describe_cut(summary); !cut.empty()) fmt::print(stderr, "{}\n", cut);
}

void embed(const Arguments& arguments, const Run& run) {
  const auto start = std::chrono::steady_clock::now();
  Rows rows(arguments, run.inputs);
  ProgressLine progress(run.inputs, run.row_unit);
  std::size_t faults = 0;
  catch_interrupts();
  const service::EmbedSink sink = {
      .start = [&](std::size_t dimensions) { rows.start(dimensions, metadata_of(arguments)); },
      .take =
          [&](const service::EmbeddedRow& row) {
            check(!was_interrupted(), ErrorCode::kInterrupted, "interrupted; no unfinished file was left{}",
                  arguments.embed.uses_cache ? "; the same command goes on with what is in the cache" : "");
            Labelled input = run.label(row.index);
            if (row.tokens.cut > 0) input.labels.update({{"tokens", row.tokens.tokens}, {"cut", row.tokens.cut}});
            if (!row.fault.empty()) {
              ++faults;
              progress.interrupt();
              print_error("emo3d", row.fault);
              input.labels["error"] = without_name(row.fault, input.name);
            }
            const bool is_written = row.fault.empty() || (rows.holds_labels() && !arguments.skips_errors);
            if (is_written) rows.add(input.labels, row.values, input.name);
            progress.add(1, faults > 0 ? fmt::format("{} failed", grouped(faults)) : "");
          }};
  const service::EmbedSummary summary = run.embed(sink);
  progress.interrupt();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const bool fails = summary.failed > 0 && !arguments.skips_errors;
  check(!fails || rows.holds_labels(), ErrorCode::kInvalidData,
        "{} of {} could not be read, nothing was written; --skip-errors leaves them out, .jsonl has rows for them",
        grouped(summary.failed), counted(summary.inputs, run.unit));
  check(rows.written() > 0, ErrorCode::kInvalidData, "none of {} could be read, nothing was written",
        counted(summary.inputs, run.unit));
  rows.commit();
  if (!arguments.json && !arguments.output.empty())
    print_line("wrote " + arguments.output + (arguments.names.empty() ? "" : ", " + arguments.names));
  print_report(arguments, summary, rows, run, seconds);
  check(!fails, ErrorCode::kInvalidData, "{} of {} could not be read; {}", grouped(summary.failed),
        counted(summary.inputs, run.unit), summary.failed == 1 ? "its row says why" : "their rows say why");
}

void embed_texts(const Arguments& arguments) {
  const std::vector<service::TextLine> texts = read_texts(arguments.inputs);
  const bool is_single = arguments.inputs.size() == 1;
  embed(arguments,
        {.inputs = texts.size(),
         .unit = "text",
         .row_unit = "texts",
         .label = [&](std::size_t i) -> Labelled {
           OrderedJson labels = OrderedJson::object();
           if (!is_single) labels["file"] = service::path_text(texts[i].source);
           labels.update({{"line", texts[i].line}, {"text", texts[i].text}});
           return {.labels = std::move(labels), .name = texts[i].place()};
         },
         .embed = [&](const service::EmbedSink& sink) { return service::embed_texts(texts, arguments.embed, sink); }});
}

void embed_images(const Arguments& arguments) {
  std::vector<fs::path> files;
  for (const service::Photo& photo : read_photos(arguments.inputs, {})) files.push_back(photo.path);
  for (const std::string& target : {arguments.output, arguments.names}) {
    std::error_code error;
    if (!fs::exists(target, error)) continue;
    for (const fs::path& file : files)
      check(!fs::equivalent(target, file, error), ErrorCode::kInvalidArgument,
            "{}: is an input too; it would be overwritten", target);
  }
  embed(arguments,
        {.inputs = files.size(),
         .unit = "image",
         .row_unit = "images",
         .label = [&](std::size_t i) -> Labelled {
           std::string name = service::path_text(files[i]);
           return {.labels = {{"image", name}}, .name = name};
         },
         .embed = [&](const service::EmbedSink& sink) { return service::embed_images(files, arguments.embed, sink); }});
}

void check_paths(const Arguments& arguments) {
  check(!arguments.json || !arguments.output.empty(), ErrorCode::kInvalidArgument,
        "--json is for the report; without -o FILE rows are printed as JSON lines anyway");
  check(arguments.names != "-", ErrorCode::kInvalidArgument, "--names: \"-\" is no file");
  for (const std::string& target : {arguments.output, arguments.names}) {
    if (target.empty()) continue;
    service::check_not_of_model(target, service::encoder_folder(arguments.embed.model));
    for (const std::string& input : arguments.inputs) {
      std::error_code error;
      check(!fs::equivalent(target, input, error), ErrorCode::kInvalidArgument,
            "{}: is the input too; it would be overwritten", target);
    }
  }
  check(arguments.names.empty() || !service::is_same_place(arguments.names, arguments.output),
        ErrorCode::kInvalidArgument, "{}: is the output too", arguments.names);
}

}  // namespace

void add_embed(CLI::App& program) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("embed", "Turn texts or images into vectors with CLIP, BERT, XLM-RoBERTa");
  command
      ->add_option("INPUT", arguments->inputs,
                   "Files of texts, one a line or .jsonl with \"text\" (-: standard input); or PNG, JPEG, WebP files, "
                   "folders of them, and with --images lists of them")
      ->required()
      ->type_name("FILE|FOLDER");
  command
      ->add_option("-o,--output", arguments->output,
                   "Vectors: .npy, .safetensors or .jsonl [JSON lines on standard output]")
      ->type_name("FILE");
  command->add_option("--names", arguments->names, "Write what each row is of, one a line")->type_name("FILE");
  auto* texts = command->add_flag("--texts", arguments->is_texts, "The inputs are texts [by the input]");
  command->add_flag("--images", arguments->is_images, "The inputs are images, or lists of them, a path a line")
      ->excludes(texts);
  add_encoder_options(*command, arguments->embed);
  command->add_flag("--normalize", arguments->embed.normalize, "Scale each vector to length 1");
  command->add_flag("--skip-errors", arguments->skips_errors, "Leave images out that cannot be read");
  command->add_flag("--json", arguments->json, "Print the report as JSON");
  command->footer(
      "Vectors are kept in a cache beside the models and found there when the same input comes again: after an\n"
      "interruption give the same command again, it goes on where it stopped.\n"
      "Examples:\n"
      "  emo3d models pull clip-vit-base-patch32                           fetch a model once\n"
      "  emo3d embed lines.txt --model clip-vit-base-patch32 -o lines.npy\n"
      "  emo3d embed photos/ --model clip-vit-base-patch32 -o photos.npy --names photos.txt\n"
      "  find . -name '*.jpg' | emo3d embed - --images --model clip-vit-base-patch32 -o photos.jsonl\n"
      "  emo3d embed texts.jsonl --model xlm-roberta-base/ --pooling cls --length chunk-mean -o texts.safetensors\n"
      "  echo \"a wide smile\" | emo3d embed - --model bert-base-uncased --precision int8 --normalize");
  command->callback([command, arguments] {
    check_paths(*arguments);
    if (are_images(*arguments)) {
      check_no_text_options(*command);
      embed_images(*arguments);
    } else {
      check(!arguments->skips_errors, ErrorCode::kInvalidArgument, "--skip-errors is for images");
      embed_texts(*arguments);
    }
  });
}

}  // namespace emo3d::cli
