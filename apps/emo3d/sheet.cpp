#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/command.h"
#include "emo3d/figure_options.h"
#include "emo3d/image/png.h"
#include "emo3d/image/webp.h"
#include "emo3d/input.h"
#include "emo3d/interrupt.h"
#include "emo3d/number.h"
#include "emo3d/options.h"
#include "emo3d/service/extract_rows.h"
#include "emo3d/service/figure.h"
#include "emo3d/service/sheet.h"
#include "emo3d/terminal.h"

namespace emo3d::cli {
namespace {

struct Arguments {
  std::vector<std::string> inputs;
  std::string output;
  std::size_t columns = 0;
  std::vector<std::string> views;
  std::vector<float> yaws;
  std::vector<std::string> identities;
  service::FigureOptions figure;  ///< But for the identity.
  service::SheetOptions sheet;
};

/// A .json file is what extract wrote, or one expression, named like the file where it holds no text; anything else has
/// one a line.
void read_entries(const std::string& input, std::vector<service::SheetEntry>& entries) {
  const std::filesystem::path path = input;
  check(extension_of(path) != ".csv", ErrorCode::kInvalidArgument, "{}: sheets are drawn of rows in JSON; take .jsonl",
        input);
  if (extension_of(path) == ".json") {
    const Json json = parse_json(read_input(path), input);
    if (service::is_faces_document(json)) {
      for (const Json& row : service::rows_of_document(json, input))
        entries.push_back(service::sheet_entry(row, input));
      return;
    }
    entries.push_back(service::sheet_entry(json, input));
    if (entries.back().label.empty()) entries.back().label = path.stem().string();
    return;
  }
  for (const InputLine& line : read_lines(path)) {
    const std::string source = fmt::format("{}: line {}", input_name(path), line.number);
    entries.push_back(service::sheet_entry(parse_json(line.text, source), source));
    check(entries.size() <= service::kMaxCells, ErrorCode::kInvalidArgument, "{}: a sheet has at most {} cells", source,
          service::kMaxCells);
  }
}

std::vector<render::Camera> cameras(const Arguments& arguments) {
  std::vector<render::Camera> result;
  service::CameraOptions camera = arguments.sheet.picture.camera;
  for (const std::string& view : arguments.views) {
    camera.view = service::parse_view(view);
    result.push_back(service::camera_of(camera));
  }
  for (const float yaw : arguments.yaws) {
    camera.view.reset();
    camera.yaw_deg = yaw;
    result.push_back(service::camera_of(camera));
  }
  if (result.empty()) result.push_back(service::camera_of(camera));
  return result;
}

/// Every camera for every head.
std::vector<service::SheetView> sheet_views(const Arguments& arguments) {
  const std::vector<render::Camera> seen_by = cameras(arguments);
  std::vector<std::optional<std::string>> identities;
  for (const std::string& list : arguments.identities) {
    for (std::size_t start = 0; start <= list.size();) {
      const std::size_t end = std::min(list.find(',', start), list.size());
      identities.emplace_back(list.substr(start, end - start));
      start = end + 1;
    }
  }
  if (identities.empty()) identities.emplace_back();
  std::vector<service::SheetView> views;
  for (const auto& identity : identities) {
    service::FigureOptions options = arguments.figure;
    options.identity = identity;
    const auto figure = service::load_figure(options);
    for (const render::Camera& camera : seen_by)
      views.push_back({figure, camera, identities.size() > 1 ? *identity : std::string()});
  }
  return views;
}

void run(const Arguments& arguments) {
  const std::filesystem::path output = arguments.output;
  const bool is_webp = extension_of(output) == ".webp";
  check(is_webp || extension_of(output) == ".png", ErrorCode::kInvalidArgument,
        "{}: sheets are written as .png or .webp", arguments.output);
  const std::vector<service::SheetView> views = sheet_views(arguments);
  std::vector<service::SheetEntry> entries;
  for (const std::string& input : arguments.inputs) read_entries(input, entries);
  check(!entries.empty(), ErrorCode::kInvalidArgument, "{}: no expressions; expected one JSON object a line",
        input_name(arguments.inputs[0]));

  service::SheetOptions options = arguments.sheet;
  options.columns = arguments.columns > 0 ? arguments.columns : service::square_columns(entries, views);
  if (is_webp) options.max_side_px = image::kMaxWebpSide;
  const auto cells = service::sheet_cells(entries, views, options.columns);
  AtomicFile file(output);
  catch_interrupts();
  {
    ProgressLine progress(cells.size(), "cells");
    const image::Image sheet = service::draw_sheet(cells, options, [&](std::size_t count) {
      throw_if_interrupted();
      progress.add(count);
    });
    file.append(is_webp ? image::encode_webp(sheet) : image::encode_png(sheet));
    file.commit();
  }
  print_line("wrote " + arguments.output);
}

}  // namespace

void add_sheet(CLI::App& program) {
  auto arguments = std::make_shared<Arguments>();
  arguments->sheet.picture.before_tile = throw_if_interrupted;
  arguments->sheet.picture.size_px = 256;
  CLI::App* command = program.add_subcommand("sheet", "Draw many expressions into one picture, a contact sheet");
  command
      ->add_option("INPUT", arguments->inputs,
                   "JSONL as generate --from and extract write it (-: standard input), or .json files")
      ->required();
  command->add_option("-o,--output", arguments->output, "The sheet, .png or .webp")->required()->type_name("FILE");
  command->add_option("--columns", arguments->columns, "Cells side by side [as square as it gets]")
      ->check(whole_number(1, service::kMaxCells))
      ->type_name("N");
  add_side_option(*command, "--cell", arguments->sheet.picture.size_px, "cell");
  command->add_flag("--labels", arguments->sheet.labels, "Write the \"name\", else the \"text\", below each cell");
  command
      ->add_option("--identity", arguments->identities,
                   "Whose head: names of 'emo3d info' or whole numbers; several give a row each, or a column each of "
                   "one expression [alex]")
      ->expected(1)
      ->take_all()
      ->type_name("NAME|SEED,...");
  add_avatar_options(*command, arguments->figure);
  add_sheet_picture_options(*command, arguments->sheet.picture, arguments->views, arguments->yaws);
  add_threads_option(*command, arguments->sheet.picture.threads);
  command->footer(
      "Examples:\n"
      "  emo3d generate --from lines.txt -o faces.jsonl && emo3d sheet faces.jsonl -o faces.png --labels\n"
      "  emo3d sheet joy.json anger.json fear.json -o three.png --columns 3 --cell 384 --labels\n"
      "  emo3d sheet faces.jsonl -o turned.png --yaw -25,0,25 --light soft");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace emo3d::cli
