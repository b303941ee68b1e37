#pragma once

#include <functional>
#include <string_view>

#include "emo3d/base/progress.h"

namespace emo3d::train {

/// Told what a long job is doing; a user reads it.
struct JobReport {
  std::function<void(std::string_view step)> started = {};                       ///< "encoding 24,000 texts".
  std::function<void(Progress& progress, std::string_view unit)> advanced = {};  ///< After each bit of work.
};

}  // namespace emo3d::train
