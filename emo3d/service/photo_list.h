#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "emo3d/service/extract.h"

/// Which files an extraction is to read.
namespace emo3d::service {

/// Whether two paths name one file or folder, which need not be there yet.
[[nodiscard]] bool is_same_place(const std::filesystem::path& a, const std::filesystem::path& b);

/// How photos_in() reads a folder.
struct FolderOptions {
  bool among_others = false;  ///< Of several inputs: each `below` starts with the folder as the user named it.
  std::vector<std::filesystem::path> left_out{};  ///< Folders in it that are none of photos.
};

/// The photos of a folder and of the folders in it, sorted by path: files that are pictures by their first bytes, of a
/// kind that is read or not, and those that only say so by their name. What starts with a dot and links to folders are
/// left out. \throws Error kIo where the folder cannot be read.
[[nodiscard]] std::vector<Photo> photos_in(const std::filesystem::path& folder, const FolderOptions& options = {});

/// A photo that the user named. `path` may lie anywhere, `below` does not.
[[nodiscard]] Photo named_photo(const std::filesystem::path& path);

/// Whether a file is a picture, or says so by its name; a list of paths is neither.
[[nodiscard]] bool looks_like_photo(const std::filesystem::path& path);

/// `photos` with those left out that stand in it already, however their paths are written ("a.png", "./a.png").
[[nodiscard]] std::vector<Photo> without_repeats(std::vector<Photo> photos);

/// \throws Error kInvalidArgument naming two photos whose pictures would have one name.
void check_distinct_below(std::span<const Photo> photos);

}  // namespace emo3d::service
