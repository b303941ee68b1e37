#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string_view>

namespace emo3d::cli {

/// What a command was to check does not hold; ends the program with exit code 1 after what it has printed.
class CheckFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Parses the command line, which runs the chosen command, and turns what goes wrong into one line on standard error
/// and an exit code: 2 for bad input and failed reading or writing (standard output included), 130 where a signal
/// stopped the work, 1 for CheckFailed and faults of the program.
[[nodiscard]] int run_program(CLI::App& program, int argc, char** argv);

/// `PROGRAM: MESSAGE` as one line on standard error.
void print_error(std::string_view program, std::string_view message);

}  // namespace emo3d::cli
