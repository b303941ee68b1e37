#pragma once

#include <cstdint>

#include "emo3d/rig/figure.h"
#include "emo3d/rig/mesh.h"

namespace emo3d::render {

/// A pinhole camera that looks at `target` from a point on a sphere around it. At yaw and pitch 0 it looks along -Z,
/// straight into the face.
struct Camera {
  rig::Vec3 target{0, 0.8f, 0};  ///< Centimetres; lands in the middle of the picture.
  float distance_cm = 86;        ///< From the target, in [1, 100000].
  float yaw_deg = 0;             ///< Above 0 the camera moves to the subject's left (+X). Any finite angle.
  float pitch_deg = 0;           ///< Above 0 the camera rises. In [-89, 89].
  float field_of_view_deg = 20;  ///< Across the shorter side of the picture, in [1, 120].
};

/// Places to look at the built-in head from; hair and ears fit into the picture, the shoulders leave it below.
enum class View : std::uint8_t {
  kFront,
  kLeft,          ///< The camera sees the subject's left side: the nose points to the viewer's left.
  kRight,         ///< The camera sees the subject's right side: the nose points to the viewer's right.
  kThreeQuarter,  ///< Between front and left, slightly from above.
  kBack,
};

[[nodiscard]] Camera camera(View view);

/// A camera that sees a figure's head as `camera` sees the built-in one: moved and scaled with the head, as far as
/// the limits of Camera allow. \throws Error as view_frame(), of `camera` itself.
[[nodiscard]] Camera fit(const Camera& camera, const rig::HeadPlace& head);

/// A camera as numbers: its position and the axes of its view space, all of unit length.
struct ViewFrame {
  rig::Vec3 position;
  rig::Vec3 right;     ///< To the viewer's right.
  rig::Vec3 up;        ///< Up in the picture.
  rig::Vec3 backward;  ///< From the target towards the camera.
  float focal = 1;     ///< Focal length in halves of the picture's shorter side.
};

/// The frame of `camera`, from sines and cosines that are the same bits on every machine.
/// \throws Error kInvalidArgument naming the field of `camera` that is out of range or not finite.
[[nodiscard]] ViewFrame view_frame(const Camera& camera);

}  // namespace emo3d::render
