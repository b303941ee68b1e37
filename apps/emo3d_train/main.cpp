#include <exception>
#include <new>

#include "emo3d/base/error.h"
#include "emo3d/base/version.h"
#include "emo3d_train/command.h"
#include "emo3d_train/report.h"

namespace {

constexpr int kBadInput = 2;
constexpr int kInternalError = 1;

int run(int argc, char** argv) {
  CLI::App program("emo3d-train: makes the models that emo3d runs", "emo3d-train");
  program.set_version_flag("--version", emo3d::generator());
  program.require_subcommand(1);
  program.footer(
      "Examples:\n"
      "  emo3d-train corpus -o corpus.jsonl\n"
      "  emo3d-train default\n"
      "\"emo3d-train COMMAND --help\" tells more of each command.");
  emo3d::cli::add_corpus(program);
  emo3d::cli::add_default(program);
  try {
    program.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return program.exit(e);  // --help, --version
    const auto chosen = program.get_subcommands();
    emo3d::cli::print_error(std::string(e.what()) + " (see emo3d-train " +
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
