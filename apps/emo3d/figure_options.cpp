#include "emo3d/figure_options.h"

#include <fmt/format.h>

#include <cstdio>

namespace emo3d::cli {

void add_figure_options(CLI::App& command, service::FigureOptions& options) {
  CLI::Option* avatar = command.add_option(
      "--avatar", options.avatar, "Show the expression on this .glb, .gltf or .vrm instead of the built-in head");
  avatar->type_name("FILE");
  command.add_flag("--strict", options.strict, "Fail where the avatar does not have all 52 channels")->needs(avatar);
  options.on_coverage = [&options](const rig::Coverage& coverage) {
    fmt::print(stderr, "{}: {}\n", options.avatar.string(), coverage.summary());
  };
}

}  // namespace emo3d::cli
