#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "emo3d/landmark/face.h"
#include "emo3d/landmark/geometry_metadata.h"

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
  struct BasisPoint {
    std::size_t landmark;
    std::array<float, 3> position;  ///< On the canonical face.
    float weight;
  };
  std::vector<BasisPoint> basis_;  ///< Those with a weight; the others do not count.
};

}  // namespace emo3d::landmark
