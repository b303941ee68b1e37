#pragma once

#include <CLI/CLI.hpp>

#include "emo3d/service/figure.h"

namespace emo3d::cli {

/// Adds --identity, --avatar and --strict, as every command that shows a figure has them. An avatar's coverage is
/// printed on standard error when it is loaded.
void add_figure_options(CLI::App& command, service::FigureOptions& options);

/// Adds --avatar and --strict to a command that has an --identity.
void add_avatar_options(CLI::App& command, service::FigureOptions& options);

}  // namespace emo3d::cli
