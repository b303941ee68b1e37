#pragma once

#include <CLI/CLI.hpp>

namespace emo3d::cli {

/// What main() needs of a command: it adds itself to the program; parsing its name on the command line runs it.
void add_corpus(CLI::App& program);
void add_default(CLI::App& program);
void add_evaluate(CLI::App& program);

}  // namespace emo3d::cli
