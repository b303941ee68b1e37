#include <memory>
#include <string>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/command.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/figure_options.h"
#include "emo3d/options.h"
#include "emo3d/service/figure.h"
#include "emo3d/terminal.h"

namespace emo3d::cli {
namespace {

struct Arguments {
  std::string expression;
  std::string output;
  service::FigureOptions figure;
  service::PictureOptions picture;
};

void run(const Arguments& arguments) {
  check(std::filesystem::path(arguments.output).extension() == ".png", ErrorCode::kInvalidArgument,
        "{}: pictures are written as .png", arguments.output);
  const face::ExpressionDocument document = face::read_expression(arguments.expression);
  const auto figure = service::load_figure(arguments.figure);
  write_file(arguments.output, service::draw_png(*figure, document.expression, arguments.picture));
  print_line("wrote " + arguments.output);
}

}  // namespace

void add_render(CLI::App& program) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("render", "Draw a facial expression on the built-in head");
  command->add_option("EXPRESSION.json", arguments->expression, "Scores by name, as generate writes them")->required();
  command->add_option("-o,--output", arguments->output, "The picture, .png")->required()->type_name("FILE");
  add_figure_options(*command, arguments->figure);
  add_picture_options(*command, arguments->picture);
  add_threads_option(*command, arguments->picture.threads);
  command->footer(
      "Examples:\n"
      "  emo3d render joy.json -o joy.png\n"
      "  emo3d render joy.json -o joy_left.png --view left --size 512");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace emo3d::cli
