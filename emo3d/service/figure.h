#pragma once

#include <memory>
#include <string>

#include "emo3d/rig/figure.h"

namespace emo3d::service {

/// Which figure shows the expressions.
struct FigureOptions {
  std::string identity{};  ///< A name or seed for rig::identity(); empty: the default.
};

/// Loads the figure once; pictures and files of it may then be made by any number of threads.
/// \throws Error naming the file or the option at fault.
[[nodiscard]] std::shared_ptr<const rig::Figure> load_figure(const FigureOptions& options);

}  // namespace emo3d::service
