#include "emo3d/service/extract_resume.h"

#include <fmt/format.h>

#include <cstdint>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/service/extract_rows.h"

namespace emo3d::service {

std::string settings_mark(const OrderedJson& settings) {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : settings.dump()) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return fmt::format("{:016x}", hash);
}

std::vector<PhotoRows> finished_photos(const std::filesystem::path& output, const std::string& mark) {
  std::vector<PhotoRows> photos;
  for (OrderedJson& row : read_whole_rows(read_file(output), extension_of(output), output.string())) {
    const std::string image = string_member(Json(row), "image", output.string());
    const auto settings = row.find("settings");
    check(settings != row.end() && *settings == mark, ErrorCode::kInvalidArgument,
          "{}: the row of {} was made with other options, another model or another version of emo3d; give the same, or "
          "another -o FILE",
          output.string(), quote(image));
    if (photos.empty() || photos.back().image != image) photos.push_back({image, {}});
    photos.back().rows.push_back(std::move(row));
  }
  return photos;
}

}  // namespace emo3d::service
