#pragma once

#include "emo3d/face/expression.h"
#include "emo3d/rig/vec3.h"

namespace emo3d::rig {

/// Rotation of an eyeball; at rest it looks along +Z.
struct Gaze {
  float yaw_deg = 0;    ///< Towards the subject's left (+X).
  float pitch_deg = 0;  ///< Down.
};

/// How far the eyeballs turn at weight 1 of eyeLookIn and Out, Up and Down; as ARKit's range of about 30 degrees.
inline constexpr float kGazeYaw_deg = 28;
inline constexpr float kGazePitch_deg = 24;

/// `side`: kRight or kLeft.
[[nodiscard]] Gaze gaze(const face::Expression& expression, int side);

/// Turns directions: pitch first, then yaw.
class GazeRotation {
 public:
  explicit GazeRotation(const Gaze& gaze);
  [[nodiscard]] Vec3 operator()(const Vec3& v) const;

 private:
  float yaw_sin_, yaw_cos_, pitch_sin_, pitch_cos_;
};

}  // namespace emo3d::rig
