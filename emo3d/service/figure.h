#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "emo3d/avatar/coverage.h"
#include "emo3d/rig/figure.h"

namespace emo3d::service {

/// Which figure shows the expressions.
struct FigureOptions {
  std::optional<std::string> identity{};  ///< A name or seed for rig::identity(); absent: the default.
  std::filesystem::path avatar{};         ///< A glTF, GLB or VRM file to show instead of a head; empty: none.
  bool strict = false;                    ///< Refuse an avatar that does not have every channel.
  /// Is told what an avatar's file has, when it is loaded.
  std::function<void(const avatar::Coverage&)> on_coverage{};
  /// Is told what a file made of an avatar does not show of it: exporter::losses(), where it is not empty.
  std::function<void(const std::string&)> on_losses{};
};

/// Loads the figure once; pictures and files of it may then be made by any number of threads.
/// \throws Error naming the file or the option at fault.
[[nodiscard]] std::shared_ptr<const rig::Figure> load_figure(const FigureOptions& options);

}  // namespace emo3d::service
