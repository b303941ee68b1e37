#pragma once

#include <CLI/CLI.hpp>

namespace emo3d::cli {

/// What main() needs of a command: it adds itself to the program; parsing its name on the command line runs it.
void add_generate(CLI::App& program);
void add_render(CLI::App& program);
void add_sheet(CLI::App& program);
void add_export(CLI::App& program);
void add_extract(CLI::App& program);
void add_embed(CLI::App& program);
void add_similarity(CLI::App& program);
void add_models(CLI::App& program);
void add_selftest(CLI::App& program);
void add_info(CLI::App& program);

}  // namespace emo3d::cli
