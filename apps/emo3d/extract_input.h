#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "emo3d/service/extract.h"

namespace emo3d::cli {

/// What the user gave to `extract`.
struct ExtractInput {
  std::vector<service::Photo> photos;  ///< Each once, in their order.
  bool is_single = false;              ///< One photo by its name, and nothing else.
};

/// Photos by name, the photos in folders, and those in lists: a path a line, relative to where the program runs ("-":
/// standard input). One of several that is not there counts as a photo.
/// Folders that pictures go to are no photos: those in others are left out, one that is an input itself is refused.
/// \throws Error kNotFound, kIo or kInvalidArgument naming what holds no photos.
[[nodiscard]] ExtractInput read_extract_input(const std::vector<std::string>& inputs,
                                              const std::vector<std::filesystem::path>& picture_targets);

/// The photos of these inputs, in their order and as often as they are named: photos by name, those in folders and in
/// lists. Folders in `left_out` are passed over in others. \throws Error as read_extract_input().
[[nodiscard]] std::vector<service::Photo> read_photos(const std::vector<std::string>& inputs,
                                                      const std::vector<std::filesystem::path>& left_out);

/// Whether an input is a file of rows as extract writes them, by its name.
[[nodiscard]] bool is_row_file(const std::string& input);

}  // namespace emo3d::cli
