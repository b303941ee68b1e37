#pragma once

#include <filesystem>
#include <vector>

#include "emo3d/service/figure.h"
#include "emo3d/service/generate.h"
#include "emo3d/service/picture_file.h"

namespace emo3d::service {

/// Writes results to files whose format the extension names: .json, .csv (Live Link Face), .glb, or those of
/// PictureFile.
class OutputWriter {
 public:
  /// Checks all paths before any work is done. \throws Error kInvalidArgument for an unknown extension or options that
  /// do not fit it, kIo where the folder does not exist.
  OutputWriter(std::vector<std::filesystem::path> paths, const FigureOptions& figure, const PictureOptions& picture,
               const MotionOptions& motion = {});

  /// How many pictures write() draws.
  [[nodiscard]] std::size_t pictures() const;
  /// Makes the contents of all files and writes them under temporary names; they take their names when all are
  /// complete. \throws Error naming the path.
  void write(const Generated& generated, const PictureProgress& progress = {}) const;

 private:
  std::vector<std::filesystem::path> paths_;
  FigureOptions figure_;
  PictureOptions picture_;
  MotionOptions motion_;
};

}  // namespace emo3d::service
