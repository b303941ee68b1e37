#include <memory>
#include <string>

#include "emo3d/base/error.h"
#include "emo3d/command.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/figure_options.h"
#include "emo3d/input.h"
#include "emo3d/interrupt.h"
#include "emo3d/options.h"
#include "emo3d/service/extract_rows.h"
#include "emo3d/service/figure.h"
#include "emo3d/service/picture_file.h"
#include "emo3d/terminal.h"

namespace emo3d::cli {
namespace {

struct Arguments {
  std::string expression;
  std::string output;
  service::FigureOptions figure;
  service::PictureOptions picture;
  service::MotionOptions motion;
};

/// Of what extract wrote, the first face. \throws Error as face::expression_from_json(), and saying so of a file with
/// one expression a line.
face::ExpressionDocument read_document(const std::string& path) {
  const std::string text = read_input(path), source = input_name(path);
  check(!is_json_lines(text), ErrorCode::kInvalidData, "{}: has an expression on each line; emo3d sheet draws these",
        source);
  const Json json = parse_json(text, source);
  if (!service::is_faces_document(json)) {
    if (json.is_object() && json.contains("error") && !json.contains("blendshapes"))  // a row of a photo without one
      fail(ErrorCode::kInvalidData, "{}: has no face: {}", source, printable(string_member(json, "error", source)));
    return face::expression_from_json(json, source);
  }
  for (const Json& row : service::rows_of_document(json, source))
    if (!row.contains("error")) return face::expression_from_json(row, source);
  fail(ErrorCode::kInvalidData, "{}: has no face", source);
}

void run(const Arguments& arguments) {
  service::PictureFile file(arguments.output, arguments.picture, arguments.motion);
  const face::ExpressionDocument document = read_document(arguments.expression);
  const auto figure = service::load_figure(arguments.figure);
  catch_interrupts();
  {
    ProgressLine progress(file.pictures(), "pictures");
    file.draw(*figure, document.expression, [&](std::size_t pictures) {
      throw_if_interrupted();
      progress.add(pictures);
    });
    file.commit();
  }
  print_line("wrote " + arguments.output);
}

}  // namespace

void add_render(CLI::App& program) {
  auto arguments = std::make_shared<Arguments>();
  arguments->picture.before_tile = throw_if_interrupted;
  CLI::App* command = program.add_subcommand("render", "Draw a facial expression on the built-in head or an avatar");
  command
      ->add_option("EXPRESSION.json", arguments->expression,
                   "Scores by name, as generate and extract write them (-: standard input)")
      ->required();
  command
      ->add_option("-o,--output", arguments->output,
                   "The picture, .png or .webp; of a motion .webp, .mp4, FOLDER/ or face_%04d.png")
      ->required()
      ->type_name("FILE");
  add_figure_options(*command, arguments->figure);
  add_picture_options(*command, arguments->picture);
  add_motion_options(*command, arguments->motion);
  add_threads_option(*command, arguments->picture.threads);
  command->footer(
      "Examples:\n"
      "  emo3d render joy.json -o joy.png\n"
      "  emo3d render joy.json -o joy_left.png --view left --size 512\n"
      "  emo3d render joy.json -o joy_cut_out.png --background transparent --light soft\n"
      "  emo3d render joy.json -o me.png --avatar me.vrm\n"
      "  emo3d render joy.json -o joy.webp --frames 20 --back --size 512\n"
      "  emo3d render joy.json -o turn.mp4 --turntable 90 --size 512");
  command->callback([command, arguments] {
    check_motion_options(*command, arguments->motion);
    run(*arguments);
  });
}

}  // namespace emo3d::cli
