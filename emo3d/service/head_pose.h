#pragma once

#include "emo3d/landmark/face.h"
#include "emo3d/rig/mesh.h"
#include "emo3d/rig/vec3.h"

namespace emo3d::service {

/// How a head is turned, in degrees, as seen by the camera; 0 everywhere looks straight into it, wherever in the
/// picture the face is. The head is first tilted, then raised, then turned.
struct HeadPose {
  float yaw_deg = 0;    ///< Above 0 the face is turned to the subject's left, the viewer's right.
  float pitch_deg = 0;  ///< Above 0 the chin is raised.
  float roll_deg = 0;   ///< Above 0 the crown is tilted to the subject's left, the viewer's right.
};

/// Where a turn takes the axes of a head, as those of a rig::Mesh: unit length, at right angles.
struct HeadAxes {
  rig::Vec3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};
};

/// The turn of a face in an image of this size, in the scaled orthographic view that its landmarks have.
/// landmark::Face's matrix says it otherwise: against the axis of an assumed camera, so that the same face has another
/// turn at the edge of the picture than in its middle.
[[nodiscard]] HeadAxes head_axes(const landmark::Face& face, int width, int height);

[[nodiscard]] HeadPose head_pose(const HeadAxes& axes);

/// Turns a whole mesh about `centre`.
void turn(rig::Mesh& mesh, const HeadAxes& axes, const rig::Vec3& centre);

}  // namespace emo3d::service
