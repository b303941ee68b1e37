#include <exception>
#include <new>

#include "emo3d/base/error.h"
#include "emo3d/base/version.h"
#include "emo3d/command.h"
#include "emo3d/terminal.h"

namespace {

constexpr int kBadInput = 2;
constexpr int kInternalError = 1;

int run(int argc, char** argv) {
  CLI::App program("emo3d: emotion descriptions to 3D facial expressions", "emo3d");
  program.set_version_flag("--version", emo3d::generator());
  program.require_subcommand(1);
  program.footer(
      "Examples:\n"
      "  emo3d generate \"She bites back a grin\"              show the expression in the terminal\n"
      "  emo3d generate \"utterly furious\" -o angry.png       and draw it\n"
      "  emo3d render angry.json -o angry.png --view left\n"
      "  emo3d models pull use-lite                          fetch the language model once\n"
      "\"emo3d COMMAND --help\" tells more of each command.");
  emo3d::cli::add_generate(program);
  emo3d::cli::add_render(program);
  emo3d::cli::add_models(program);
  emo3d::cli::add_info(program);
  try {
    program.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return program.exit(e);  // --help, --version
    const auto chosen = program.get_subcommands();
    emo3d::cli::print_error(std::string(e.what()) + " (see emo3d " +
                            (chosen.empty() ? "" : chosen[0]->get_name() + " ") + "--help)");
    return kBadInput;
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const emo3d::Error& e) {
    emo3d::cli::print_error(e.what());
    return kBadInput;
  } catch (const std::bad_alloc&) {
    emo3d::cli::print_error("out of memory");
  } catch (const std::exception& e) {
    emo3d::cli::print_error(std::string("internal error: ") + e.what());
  }
  return kInternalError;
}
