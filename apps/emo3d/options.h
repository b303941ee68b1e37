#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "emo3d/service/generate.h"
#include "emo3d/service/picture.h"

namespace emo3d::cli {

/// Adds --precision, as every command that loads the model has it.
void add_precision_option(CLI::App& command, service::GeneratorOptions& options);

/// Adds --threads, as every command that computes has it.
void add_threads_option(CLI::App& command, unsigned& threads);

/// Adds --view and --size, as every command that draws the head has them.
void add_picture_options(CLI::App& command, service::PictureOptions& options);

}  // namespace emo3d::cli
