#include "emo3d/base/version.h"
#include "emo3d_train/command.h"
#include "program.h"

int main(int argc, char** argv) {
  CLI::App program("emo3d-train: makes the models that emo3d runs", "emo3d-train");
  program.set_version_flag("--version", emo3d::generator());
  program.require_subcommand(1);
  program.footer(
      "Examples:\n"
      "  emo3d-train corpus -o corpus.jsonl\n"
      "  emo3d-train default\n"
      "  emo3d-train evaluate\n"
      "\"emo3d-train COMMAND --help\" tells more of each command.");
  emo3d::cli::add_corpus(program);
  emo3d::cli::add_default(program);
  emo3d::cli::add_evaluate(program);
  return emo3d::cli::run_program(program, argc, argv);
}
