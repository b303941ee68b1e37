#pragma once

#include <cstdint>

#include "emo3d/rig/mesh.h"

namespace emo3d::render {

/// Where the picture is taken from. The camera looks at `target` from `distance_cm` away; at yaw and pitch 0 it faces
/// the head, positive yaw moves it to the subject's left, positive pitch upwards.
struct Camera {
  rig::Vec3 target{0, 0.6f, 0};  ///< Centimetres.
  float distance_cm = 75;        ///< Above 0.
  float yaw_deg = 0;
  float pitch_deg = 0;           ///< In [-89, 89].
  float field_of_view_deg = 24;  ///< Vertical, in [1, 120].
};

/// Cameras that frame the built-in head. kLeft shows the subject's left side.
enum class View : std::uint8_t { kFront, kLeft, kRight, kThreeQuarter };

[[nodiscard]] Camera camera(View view);

/// Points in the camera's own axes (x right, y up, z towards the viewer) and on the picture plane.
class Projection {
 public:
  /// \throws Error kInvalidArgument where a value of the camera is out of range or not finite.
  explicit Projection(const Camera& camera);

  [[nodiscard]] rig::Vec3 to_view(const rig::Vec3& world) const;
  /// Turns a direction without moving it.
  [[nodiscard]] rig::Vec3 turn(const rig::Vec3& direction) const;
  /// Factor from x / depth to half picture heights.
  [[nodiscard]] float focal() const { return focal_; }

 private:
  rig::Vec3 eye_, right_, up_, back_;
  float focal_;
};

}  // namespace emo3d::render
