#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "emo3d/base/json.h"

/// Going on from an output that a run has finished.
namespace emo3d::service {

/// What rows have as their "settings": 16 hexadecimal digits that are the same for the same settings.
[[nodiscard]] std::string settings_mark(const OrderedJson& settings);

/// All rows of one photo.
struct PhotoRows {
  std::string image;
  std::vector<OrderedJson> rows;
};

/// The rows of a finished output (.json, .jsonl or .csv), photo by photo. \throws Error kIo, kInvalidData where it is
/// damaged, kInvalidArgument where a row has not `mark` as its settings.
[[nodiscard]] std::vector<PhotoRows> finished_photos(const std::filesystem::path& output, const std::string& mark);

}  // namespace emo3d::service
