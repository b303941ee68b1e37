#pragma once

#include <CLI/CLI.hpp>

#include "emo3d/service/embed.h"

namespace emo3d::cli {

/// Adds --model, --precision, --pooling, --length, --no-cache, --cache-size and --threads, as the commands have them
/// that run an encoder.
void add_encoder_options(CLI::App& command, service::EmbedOptions& options);

/// \throws Error kInvalidArgument for --pooling or --length, where there are no texts.
void check_no_text_options(const CLI::App& command);

/// What to do about texts that were cut, for people; empty where none was.
[[nodiscard]] std::string describe_cut(const service::EmbedSummary& summary);

}  // namespace emo3d::cli
