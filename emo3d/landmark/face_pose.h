#pragma once

#include <array>
#include <optional>
#include <span>

#include "emo3d/landmark/face.h"
#include "emo3d/landmark/geometry_metadata.h"
#include "emo3d/landmark/similarity.h"

namespace emo3d::landmark {

/// Where the head is: the canonical face laid on the landmarks (mediapipe/tasks/cc/vision/face_geometry/libs/
/// geometry_pipeline.cc). In double where MediaPipe has float, whose error is a tenth of what models differ by.
class FacePose {
 public:
  explicit FacePose(const GeometryMetadata& metadata);

  /// Face::matrix of the first kMeshLandmarkCount landmarks of an image of this size.
  /// \pre landmarks.size() >= kMeshLandmarkCount
  [[nodiscard]] std::optional<std::array<float, 16>> matrix(std::span<const Landmark> landmarks, int width_px,
                                                            int height_px) const;

 private:
  Points canonical_;  // those with a weight only; the others do not count
  Eigen::VectorXd weights_;
  std::vector<std::size_t> landmarks_;
};

}  // namespace emo3d::landmark
