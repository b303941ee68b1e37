#pragma once

#include <CLI/CLI.hpp>
#include <string_view>

namespace emo3d::cli {

/// Parses the command line, which runs the chosen command, and turns what goes wrong into one line on standard error
/// and an exit code: 2 for bad input and failed reading or writing (standard output included), 130 where a signal
/// stopped the work, 1 for faults of the program.
[[nodiscard]] int run_program(CLI::App& program, int argc, char** argv);

/// `PROGRAM: MESSAGE` as one line on standard error.
void print_error(std::string_view program, std::string_view message);

}  // namespace emo3d::cli
