#pragma once

#include <filesystem>
#include <vector>

#include "emo3d/service/figure.h"
#include "emo3d/service/generate.h"
#include "emo3d/service/picture.h"

namespace emo3d::service {

/// Writes results to files whose format the extension names: .json, .csv (Live Link Face), .glb or .png.
class OutputWriter {
 public:
  /// Checks all paths before any work is done. \throws Error kInvalidArgument for an unknown extension, kIo where the
  /// folder does not exist.
  OutputWriter(std::vector<std::filesystem::path> paths, const FigureOptions& figure, const PictureOptions& picture);

  /// Makes the contents of all files and writes them under temporary names; they take their names when all are
  /// complete. \throws Error naming the path.
  void write(const Generated& generated) const;

 private:
  std::vector<std::filesystem::path> paths_;
  FigureOptions figure_;
  PictureOptions picture_;
};

}  // namespace emo3d::service
