#include "program.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include "emo3d/base/error.h"

namespace emo3d::cli {
namespace {

constexpr int kInternalError = 1;
constexpr int kCheckFailed = 1;
constexpr int kBadInput = 2;
constexpr int kInterrupted = 130;  // 128 + SIGINT, as shells have it

/// What is wrong where a command is missing: the word in its place, and the commands there are.
std::string missing_command(const CLI::App& app) {
  std::string known;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    known += (known.empty() ? "" : ", ") + command->get_name();
  const std::vector<std::string> words = app.remaining();
  const std::string found = words.empty()               ? std::string("a command is missing")
                            : words[0].starts_with('-') ? quote(words[0]) + " is no option"
                                                        : quote(words[0]) + " is no command";
  return found + "; commands are " + known;
}

/// What CLI11 refused, with where to read more; or the help or version that was asked for.
int answer(const CLI::App& program, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return program.exit(error);  // --help, --version
  const auto chosen = program.get_subcommands();
  const std::string command = chosen.empty() ? "" : chosen[0]->get_name() + " ";
  const CLI::App& last = chosen.empty() ? program : *chosen[0];
  const bool is_missing = last.get_require_subcommand_min() > 0 && last.get_subcommands().empty();
  print_error(program.get_name(), fmt::format("{} (see {} {}--help)", is_missing ? missing_command(last) : error.what(),
                                              program.get_name(), command));
  return kBadInput;
}

int parse(CLI::App& program, int argc, char** argv) {
  try {
    program.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& error) {
    return answer(program, error);
  }
}

}  // namespace

void print_error(std::string_view program, std::string_view message) {
  std::string line(message);
  for (char& c : line)
    if (c == '\n' || c == '\r') c = ' ';  // names of files may hold them
  std::fputs(fmt::format("{}: {}\n", program, line).c_str(), stderr);
}

int run_program(CLI::App& program, int argc, char** argv) {
  std::signal(SIGCHLD, SIG_DFL);  // ignored, as some programs leave it to their children, no exit code could be learned
  std::signal(SIGXFSZ, SIG_IGN);  // a file above the limit of its size is then an error of writing
  try {
    const int code = parse(program, argc, argv);
    check(std::fflush(stdout) == 0 && std::ferror(stdout) == 0, ErrorCode::kIo, "standard output: cannot write");
    return code;
  } catch (const Error& e) {
    print_error(program.get_name(), e.what());
    return e.code() == ErrorCode::kInterrupted ? kInterrupted : kBadInput;
  } catch (const CheckFailed& e) {
    const bool printed = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    print_error(program.get_name(), printed ? e.what() : "standard output: cannot write");
    return printed ? kCheckFailed : kBadInput;
  } catch (const std::system_error& e) {
    print_error(program.get_name(), e.what());
    return kBadInput;
  } catch (const std::bad_alloc&) {
    print_error(program.get_name(), "out of memory");
  } catch (const std::exception& e) {
    print_error(program.get_name(), std::string("internal error: ") + e.what());
  }
  return kInternalError;
}

}  // namespace emo3d::cli
