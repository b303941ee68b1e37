#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "emo3d/service/picture_file.h"

namespace emo3d::service {

/// A name with one place for a number: "face_%04d.png" is {"face_", 4, ".png"}.
struct NumberedName {
  std::string before;
  std::size_t digits = 1;  ///< At least this many, filled up with zeros.
  std::string after;

  [[nodiscard]] std::string at(std::size_t number) const;
  /// The inverse of at(); absent for a name that is none of these.
  [[nodiscard]] std::optional<std::size_t> number_of(std::string_view name) const;
};

/// Absent where `name` holds no "%d" or "%0Nd". \throws Error kInvalidArgument where it holds another use of %, or two.
[[nodiscard]] std::optional<NumberedName> numbered_name(const std::string& name);

/// True where a name holds what reads like the place of a number, "%d" or "%3d".
[[nodiscard]] bool asks_for_numbers(std::string_view name);

/// One picture, .png or .webp.
[[nodiscard]] std::unique_ptr<PictureSink> still_sink(const std::filesystem::path& path);
/// A folder with a file for each picture, 0001.png and so on. \throws Error as AtomicFolder.
[[nodiscard]] std::unique_ptr<PictureSink> png_folder_sink(const std::filesystem::path& folder, unsigned threads);
/// A file for each picture in a folder that may hold others. \throws Error as check_sequence().
[[nodiscard]] std::unique_ptr<PictureSink> png_sequence_sink(const std::filesystem::path& folder, NumberedName name,
                                                             unsigned threads);
/// Makes sure that `count` pictures can take the place of those in `folder` under these names: only files stand there,
/// none with a number above `count`, so that no two motions are mixed. \throws Error kIo naming the file.
void check_sequence(const std::filesystem::path& folder, const NumberedName& name, std::size_t count);
/// An animated WebP.
[[nodiscard]] std::unique_ptr<PictureSink> webp_sink(const std::filesystem::path& path, int size_px, int fps);
/// A video.
[[nodiscard]] std::unique_ptr<PictureSink> mp4_sink(const std::filesystem::path& path, int size_px, int fps);

}  // namespace emo3d::service
