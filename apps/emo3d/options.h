#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "emo3d/service/generate.h"
#include "emo3d/service/motion.h"
#include "emo3d/service/picture.h"

namespace emo3d::cli {

/// Adds --precision, as every command that loads the model has it.
void add_precision_option(CLI::App& command, service::GeneratorOptions& options);

/// Adds --threads, as every command that computes has it.
void add_threads_option(CLI::App& command, unsigned& threads);

/// Adds --view, --camera, --yaw, --pitch, --light, --background and --size, as every command that draws has them.
void add_picture_options(CLI::App& command, service::PictureOptions& options);

/// The same for sheets: --view and --yaw take several values, a row of pictures for each, and there is no --size.
void add_sheet_picture_options(CLI::App& command, service::PictureOptions& options, std::vector<std::string>& views,
                               std::vector<float>& yaws);

/// Adds `name`, the width and height of a picture or a cell.
void add_side_option(CLI::App& command, const char* name, int& side_px, const char* of_what);

/// Adds --frames, --back, --turntable and --fps.
void add_motion_options(CLI::App& command, service::MotionOptions& options);

/// \throws Error kInvalidArgument for an option of a motion where there is none.
void check_motion_options(const CLI::App& command, const service::MotionOptions& options);

/// The first option of `command` that add_picture_options() and add_motion_options() added and the user gave; empty
/// where there is none.
[[nodiscard]] std::string given_picture_option(const CLI::App& command);

}  // namespace emo3d::cli
