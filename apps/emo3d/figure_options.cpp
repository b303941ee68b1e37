#include "emo3d/figure_options.h"

namespace emo3d::cli {

void add_figure_options(CLI::App& command, service::FigureOptions& options) {
  command
      .add_option("--identity", options.identity,
                  "Whose head: a name of 'emo3d info', or a whole number for somebody made up [alex]")
      ->type_name("NAME|SEED");
}

}  // namespace emo3d::cli
