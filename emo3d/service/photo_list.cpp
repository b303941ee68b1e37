#include "emo3d/service/photo_list.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/image/read_image.h"

namespace emo3d::service {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 16> kExtensions = {".jpg",  ".jpeg", ".jpe", ".jfif", ".png",  ".webp",
                                                          ".gif",  ".bmp",  ".tif", ".tiff", ".heic", ".heif",
                                                          ".avif", ".jxl",  ".dng", ".cr2"};

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

}  // namespace

bool looks_like_photo(const fs::path& path) {
  return std::ranges::find(kExtensions, extension_of(path)) != kExtensions.end() ||
         image::file_format_of(path) != image::FileFormat::kUnknown;
}

bool is_same_place(const fs::path& a, const fs::path& b) {
  const auto place = [](const fs::path& path) {
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(fs::absolute(path, error), error);
    return whole.has_filename() ? whole : whole.parent_path();
  };
  return place(a) == place(b);
}

std::vector<Photo> photos_in(const fs::path& folder, const FolderOptions& options) {
  const auto is_left_out = [&](const fs::path& path) {
    return is_hidden(path) ||
           std::ranges::any_of(options.left_out, [&](const fs::path& other) { return is_same_place(path, other); });
  };
  std::vector<Photo> photos;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const bool is_folder = entry->is_directory(error);
    if (is_folder ? is_left_out(entry->path()) : is_hidden(entry->path())) {
      if (is_folder) entry.disable_recursion_pending();
      continue;
    }
    const bool is_locked = is_folder && ::access(entry->path().c_str(), R_OK | X_OK) != 0;
    if (is_locked) entry.disable_recursion_pending();  // a row will say that it cannot be read
    if (is_locked || (!is_folder && looks_like_photo(entry->path())))
      photos.push_back({entry->path(), entry->path().lexically_relative(folder)});
    error.clear();  // of a link to nothing: reading it will say so
  }
  check(!error, ErrorCode::kIo, "{}: cannot read: {}", folder.string(), error.message());
  if (options.among_others)
    for (Photo& photo : photos) photo.below = named_photo(photo.path).below;
  std::ranges::sort(photos, {}, &Photo::path);
  return photos;
}

Photo named_photo(const fs::path& path) {
  fs::path below;
  for (const fs::path& part : path.lexically_normal().relative_path()) below /= part == ".." ? fs::path("__") : part;
  return {path, below};
}

std::vector<Photo> without_repeats(std::vector<Photo> photos) {
  std::set<fs::path> seen;
  std::erase_if(photos, [&](const Photo& photo) { return !seen.insert(photo.path.lexically_normal()).second; });
  return photos;
}

void check_distinct_below(std::span<const Photo> photos) {
  std::map<fs::path, const Photo*> seen;
  for (const Photo& photo : photos) {
    const auto [other, is_new] = seen.try_emplace(photo.below, &photo);
    check(is_new, ErrorCode::kInvalidArgument,
          "{} and {}: the pictures of both would be {}.png; extract them one after the other",
          other->second->path.string(), photo.path.string(), photo.below.string());
  }
}

}  // namespace emo3d::service
