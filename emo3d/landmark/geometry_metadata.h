#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "emo3d/landmark/face.h"

namespace emo3d::landmark {

inline constexpr std::size_t kMeshTriangleCount = 898;

/// What MediaPipe's face geometry knows: the canonical face, and which landmarks say how it is turned. The same message
/// lies in `face_landmarker.task` and in the packed assets of the npm package @mediapipe/face_mesh.
struct GeometryMetadata {
  /// kMeshLandmarkCount of them: centimetres, +Y up, +Z to the viewer, the subject's left is +X.
  std::vector<std::array<float, 3>> positions;
  /// kMeshTriangleCount of them, counter-clockwise seen from outside; every index is that of a position.
  std::vector<std::array<int, 3>> triangles;
  /// One for each position, how much it counts for the pose; at least one is above 0, most are 0.
  std::vector<float> weights;
};

/// Reads a `GeometryPipelineMetadata` message (mediapipe/tasks/cc/vision/face_geometry/proto) of untrusted bytes. Every
/// length, count, index and number is checked. \throws Error kInvalidData; its message starts with `source`.
[[nodiscard]] GeometryMetadata parse_geometry_metadata(std::span<const std::byte> message, std::string_view source);

}  // namespace emo3d::landmark
