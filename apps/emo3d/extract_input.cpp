#include "emo3d/extract_input.h"

#include <filesystem>
#include <system_error>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/utf8.h"
#include "emo3d/input.h"
#include "emo3d/service/photo_list.h"

namespace emo3d::cli {
namespace fs = std::filesystem;
namespace {

std::vector<service::Photo> listed_photos(const std::string& list) {
  std::vector<service::Photo> photos;
  for (const InputLine& line : read_lines(list)) {
    check(line.text.find('\0') == std::string::npos, ErrorCode::kInvalidArgument,
          "{}: neither a picture nor a list of paths", input_name(list));
    photos.push_back(service::named_photo(line.text));
  }
  return photos;
}

}  // namespace

bool is_row_file(const std::string& input) {
  const std::string extension = extension_of(input);
  return extension == ".json" || extension == ".jsonl" || extension == ".csv";
}

std::vector<service::Photo> read_photos(const std::vector<std::string>& inputs, const std::vector<fs::path>& left_out) {
  const service::FolderOptions folders{.among_others = inputs.size() > 1, .left_out = left_out};
  std::vector<service::Photo> photos;
  for (const std::string& input : inputs) {
    std::error_code error;
    const bool is_folder = fs::is_directory(input, error);
    const bool is_missing = input != "-" && !fs::exists(input, error);
    check(!is_missing || inputs.size() > 1, ErrorCode::kNotFound, "{}: no such file or folder", input);
    // What is missing among others gets a row that says so, like any photo that cannot be read.
    const bool is_photo = is_missing || (input != "-" && !is_folder && service::looks_like_photo(input));
    const std::vector<service::Photo> found = is_folder  ? service::photos_in(input, folders)
                                              : is_photo ? std::vector{service::named_photo(input)}
                                                         : listed_photos(input);
    check(!found.empty(), ErrorCode::kInvalidArgument, "{}: no photos in it", input_name(input));
    photos.insert(photos.end(), found.begin(), found.end());
  }
  return photos;
}

ExtractInput read_extract_input(const std::vector<std::string>& inputs, const std::vector<fs::path>& picture_targets) {
  for (const std::string& input : inputs) {
    std::error_code error;
    const bool is_folder = fs::is_directory(input, error);
    for (const fs::path& target : picture_targets)
      check(!is_folder || !service::is_same_place(input, target), ErrorCode::kInvalidArgument,
            "{}: its pictures would lie among its photos; give them a folder of their own", input);
    check(!is_row_file(input) || (inputs.size() == 1 && !fs::exists(input, error)), ErrorCode::kInvalidArgument,
          "{}: no photo; rows of faces are for --audit", input);
  }
  ExtractInput result{.photos = service::without_repeats(read_photos(inputs, picture_targets))};
  std::error_code error;
  result.is_single = inputs.size() == 1 && inputs[0] != "-" && !fs::is_directory(inputs[0], error) &&
                     service::looks_like_photo(inputs[0]);
  return result;
}

}  // namespace emo3d::cli
