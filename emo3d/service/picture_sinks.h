#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "emo3d/service/picture_file.h"

namespace emo3d::service {

/// A name with one place for a number: "face_%04d.png" is {"face_", 4, ".png"}.
struct NumberedName {
  std::string before;
  std::size_t digits = 1;  ///< At least this many, filled up with zeros.
  std::string after;

  [[nodiscard]] std::string at(std::size_t number) const;
};

/// Absent where `name` holds no "%d" or "%0Nd". \throws Error kInvalidArgument where it holds another use of %, or two.
[[nodiscard]] std::optional<NumberedName> numbered_name(const std::string& name);

/// One picture, .png or .webp.
[[nodiscard]] std::unique_ptr<PictureSink> still_sink(const std::filesystem::path& path);
/// A file for each picture. `folder` is made where it is missing.
[[nodiscard]] std::unique_ptr<PictureSink> png_sequence_sink(const std::filesystem::path& folder, NumberedName name,
                                                             unsigned threads);
/// An animated WebP.
[[nodiscard]] std::unique_ptr<PictureSink> webp_sink(const std::filesystem::path& path, int size_px, int fps);
/// A video.
[[nodiscard]] std::unique_ptr<PictureSink> mp4_sink(const std::filesystem::path& path, int size_px, int fps);

}  // namespace emo3d::service
