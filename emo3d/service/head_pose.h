#pragma once

#include <array>

#include "emo3d/rig/mesh.h"
#include "emo3d/rig/vec3.h"

namespace emo3d::service {

/// How a head is turned, in degrees, as seen by the camera; 0 everywhere looks straight into it. The head is first
/// tilted, then raised, then turned. What counts is the line of sight: a face in a corner of the picture that looks at the
/// camera has angles of 0, though it is turned against the camera's axis.
struct HeadPose {
  float yaw_deg = 0;    ///< Above 0 the face is turned to the subject's left, the viewer's right.
  float pitch_deg = 0;  ///< Above 0 the chin is raised.
  float roll_deg = 0;   ///< Above 0 the crown is tilted to the subject's left, the viewer's right.
};

/// Where a matrix that turns and scales takes the axes: columns of unit length.
struct HeadAxes {
  rig::Vec3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};
};

/// The turn that the camera sees in a column-major matrix such as landmark::Face has: its rotation, less that of the line
/// of sight to the face against the camera's axis.
[[nodiscard]] HeadAxes head_axes(const std::array<float, 16>& matrix);

[[nodiscard]] HeadPose head_pose(const HeadAxes& axes);

/// Turns a whole mesh about `centre`.
void turn(rig::Mesh& mesh, const HeadAxes& axes, const rig::Vec3& centre);

}  // namespace emo3d::service
