#pragma once

#include <CLI/CLI.hpp>

#include "emo3d/service/figure.h"

namespace emo3d::cli {

/// Adds --identity, as every command that shows a figure has it.
void add_figure_options(CLI::App& command, service::FigureOptions& options);

}  // namespace emo3d::cli
