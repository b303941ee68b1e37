#pragma once

#include <array>
#include <span>
#include <vector>

#include "emo3d/rig/face_shape.h"

namespace emo3d::rig {

/// Puts a person's shape on poses of the authored head. What the authored head keeps apart or sealed stays so: every
/// vertex has a linear map for its movements, and neighbours have nearly the same.
class Fitting {
 public:
  /// `rest`: the authored head at rest, vertex by vertex. Nothing changes where `shape` is FaceShape{}.
  Fitting(const FaceShape& shape, const Vec3& right_eye, std::span<const Vec3> rest);

  /// `positions`: the authored head in a pose, becomes the person in that pose.
  void fit(std::span<Vec3> positions) const;
  /// The person's movement for the authored head's movement `delta` of a vertex.
  [[nodiscard]] Vec3 movement(std::size_t vertex, const Vec3& delta) const;

 private:
  struct Vertex {
    Vec3 authored, fitted;        ///< At rest.
    std::array<Vec3, 3> columns;  ///< What becomes of movements along X, Y and Z.
  };
  std::vector<Vertex> vertices_;
};

}  // namespace emo3d::rig
