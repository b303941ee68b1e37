#include "emo3d/base/version.h"
#include "emo3d/command.h"
#include "program.h"

int main(int argc, char** argv) {
  CLI::App program("emo3d: emotion descriptions to 3D facial expressions", "emo3d");
  program.set_version_flag("--version", emo3d::generator());
  program.require_subcommand(1);
  program.footer(
      "Examples:\n"
      "  emo3d generate \"She bites back a grin\"              show the expression in the terminal\n"
      "  emo3d generate \"utterly furious\" -o angry.png       and draw it\n"
      "  emo3d render angry.json -o angry.png --view left\n"
      "  emo3d sheet faces.jsonl -o faces.png --labels\n"
      "  emo3d export -o head.glb                            the head itself, for engines\n"
      "  emo3d extract photos/ -o faces.jsonl                the expressions of photos\n"
      "  emo3d embed lines.txt --model DIR -o lines.npy      vectors of texts or images\n"
      "  emo3d similarity --model DIR \"joy\" photo.jpg         how near texts and images are\n"
      "  emo3d models pull use-lite                          fetch the language model once\n"
      "  emo3d selftest --model use-lite                     does it give what it should here?\n"
      "\"emo3d COMMAND --help\" tells more of each command.");
  emo3d::cli::add_generate(program);
  emo3d::cli::add_render(program);
  emo3d::cli::add_sheet(program);
  emo3d::cli::add_export(program);
  emo3d::cli::add_extract(program);
  emo3d::cli::add_embed(program);
  emo3d::cli::add_similarity(program);
  emo3d::cli::add_models(program);
  emo3d::cli::add_selftest(program);
  emo3d::cli::add_info(program);
  return emo3d::cli::run_program(program, argc, argv);
}
