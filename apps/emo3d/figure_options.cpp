#include "emo3d/figure_options.h"

#include <fmt/format.h>

#include <cstdio>

namespace emo3d::cli {

void add_figure_options(CLI::App& command, service::FigureOptions& options) {
  command
      .add_option("--identity", options.identity,
                  "Whose head: a name of 'emo3d info', or a whole number for somebody made up [alex]")
      ->type_name("NAME|SEED");
  add_avatar_options(command, options);
}

void add_avatar_options(CLI::App& command, service::FigureOptions& options) {
  CLI::Option* avatar =
      command.add_option("--avatar", options.avatar, "Show this .glb, .gltf or .vrm instead of a head")
          ->type_name("FILE")
          ->excludes("--identity");
  command.add_flag("--strict", options.strict, "Fail where the avatar does not have all 52 channels")->needs(avatar);
  options.on_coverage = [&options](const avatar::Coverage& coverage) {
    fmt::print(stderr, "{}: {}\n", options.avatar.string(), coverage.summary());
  };
  options.on_losses = [&options](const std::string& losses) {
    fmt::print(stderr, "{}: not written: {}\n", options.avatar.string(), losses);
  };
}

}  // namespace emo3d::cli
