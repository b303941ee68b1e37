#pragma once

#include <cstddef>
#include <vector>

#include "emo3d/face/expression.h"
#include "emo3d/service/camera.h"

namespace emo3d::service {

/// Most frames of a motion.
inline constexpr int kMaxFrames = 36000;
/// Most frames per second.
inline constexpr int kMaxFps = 120;

/// How a picture moves. At most one of `turntable` and `frames` is above 0; where both are 0 the picture stands still.
struct MotionOptions {
  int turntable = 0;  ///< The camera goes once around the figure in this many frames, towards the subject's left.
  int frames = 0;     ///< The face goes from neutral to the expression in this many frames, at least 2.
  bool back = false;  ///< With `frames`: and back to neutral, in as many frames less one.
  int fps = 30;       ///< Frames per second, in [1, kMaxFps].

  [[nodiscard]] bool is_still() const { return turntable == 0 && frames == 0; }
};

/// One picture of a motion.
struct MotionFrame {
  face::Expression expression;
  render::Camera camera;
};

/// The frames that `options` mean, one for a still picture. The face starts and ends its way gently
/// (t -> 3t^2 - 2t^3); a turntable starts at the camera's own yaw and does not repeat its first frame at the end.
/// \throws Error kInvalidArgument for a number of frames or a rate out of range.
[[nodiscard]] std::vector<MotionFrame> motion_frames(const face::Expression& expression, const CameraOptions& camera,
                                                     const MotionOptions& options);

/// How many frames motion_frames() gives.
[[nodiscard]] std::size_t frame_count(const MotionOptions& options);

/// \throws Error as motion_frames().
void check_motion(const MotionOptions& options);

}  // namespace emo3d::service
